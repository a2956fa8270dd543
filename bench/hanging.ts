import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DEFAULT_SECRET } from '../local/defaults.ts';
import { LOCAL_CREDENTIAL_TABLE, LOCAL_LOGIN_TABLE, startDynamoDb } from '../local/dynamodb.ts';
import { startSecretsManager } from '../local/secrets-manager.ts';
import { compileRulesFile } from '../rules/compile.ts';
import { compileSources } from '../rules/compile-sources.ts';
import { runHandler } from './handler-process.ts';
import { recordedEvent } from './recorded-event.ts';
import { type Verdict, within } from './verdict.ts';

const ROOT = path.join(import.meta.dirname, '..');
/** Milliseconds from API Gateway's receipt to the answer. */
const BUDGET_MS = 2_500;
const SECRET = 'bench/hook';
const DIRECTORY_SECRET = 'bench/directory';

/** One who accepts every connection and never says a word. */
interface Silence {
  readonly port: number;
  close(): void;
}

/**
 * The functions in processes of their own, and somebody they need who accepts connections and never answers: how
 * long it takes from receipt to answer. The first call of a process, which has nothing to go by.
 */
export async function benchHanging(quick: boolean): Promise<readonly Verdict[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-hanging-'));
  const silence = await startSilence();
  const secrets = { [SECRET]: DEFAULT_SECRET, [DIRECTORY_SECRET]: JSON.stringify({ apiToken: 'bench' }) };
  const secretsManager = await startSecretsManager({ port: 0, secrets });
  const dynamoDb = await startDynamoDb({ port: 0, region: 'us-east-1' });
  try {
    const healthy = {
      AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${secretsManager.port}`,
      AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.url,
      HOOK_SECRET_ID: SECRET,
      LOGIN_TABLE: LOCAL_LOGIN_TABLE,
      CREDENTIAL_TABLE: LOCAL_CREDENTIAL_TABLE,
    };
    const rules = await writeRules(folder, silence.port);
    const hang = async ({ who, hook, variables }: Hanging): Promise<Verdict> => {
      const milliseconds: number[] = [];
      for (let round = 0; round < (quick ? 1 : 3); round++) {
        const module = path.join(ROOT, `lambda/${hook}-hook.ts`);
        const environment = { ...healthy, RULES_FILE: rules[hook], ...variables };
        const { answers } = await runHandler(module, [callOf(hook, `${who}-${round}`)], environment);
        milliseconds.push(...answers.map((answer) => answer.milliseconds));
      }
      return within(`answer when ${who} hangs`, 'ms', milliseconds, BUDGET_MS);
    };
    return await Promise.all(hangings(silence.port).map(hang));
  } finally {
    await Promise.all([secretsManager.close(), dynamoDb.close()]);
    silence.close();
    rmSync(folder, { recursive: true });
  }
}

/** A call that nobody has made before: whoever was promised a login already is not looked up again. */
function callOf(hook: Hanging['hook'], person: string) {
  if (hook === 'password') return recordedEvent(hook, 'verified');
  const event = recordedEvent(hook, 'login-conflict');
  const body = JSON.parse(event.body ?? '');
  body.data.appUser.profile.externalId = person;
  return { ...event, body: JSON.stringify(body) };
}

interface Hanging {
  readonly who: string;
  readonly hook: 'import' | 'password';
  readonly variables: Readonly<Record<string, string>>;
}

function hangings(port: number): readonly Hanging[] {
  const okta = {
    DIRECTORY: 'okta',
    OKTA_BASE_URL: `https://127.0.0.1:${port}`,
    OKTA_DIRECTORY_SECRET_ID: DIRECTORY_SECRET,
  };
  const address = `http://127.0.0.1:${port}`;
  return [
    { who: 'Okta', hook: 'import', variables: okta },
    { who: 'DynamoDB', hook: 'import', variables: { AWS_ENDPOINT_URL_DYNAMODB: address } },
    { who: 'Secrets Manager', hook: 'import', variables: { AWS_ENDPOINT_URL_SECRETS_MANAGER: address } },
    { who: 'a legacy system', hook: 'password', variables: {} },
  ];
}

async function writeRules(folder: string, port: number): Promise<Readonly<Record<Hanging['hook'], string>>> {
  const files = { import: path.join(folder, 'rules.json'), password: path.join(folder, 'sources.json') };
  const { rules } = await compileRulesFile(path.join(ROOT, 'rules/import.yaml'));
  const legacy = `{name: legacy, http: {url: 'https://127.0.0.1:${port}/login', match: 'status == 200', noMatch: 'status == 401'}}`;
  const { rules: sources } = compileSources(`{version: 1, sources: [${legacy}]}`, 'sources.yaml');
  writeFileSync(files.import, JSON.stringify(rules));
  writeFileSync(files.password, JSON.stringify(sources));
  return files;
}

async function startSilence(): Promise<Silence> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    // Whoever gives up may reset the connection.
    sockets.add(socket.on('error', () => {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('the server has no port');
  return {
    port: address.port,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
