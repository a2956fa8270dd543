import { DEFAULT_SECRET } from '../local/defaults.ts';
import { LOCAL_LOGIN_TABLE, startDynamoDb } from '../local/dynamodb.ts';
import { startSecretsManager } from '../local/secrets-manager.ts';
import { createBundleFolder } from './bundle.ts';
import { type HandlerRun, runHandler } from './handler-process.ts';
import { recordedEvent } from './recorded-event.ts';
import { measured } from './rounds.ts';
import { compare, type Verdict } from './verdict.ts';

const BUDGET = 1.3;
const SECRET = 'bench/import';

/**
 * Cold starts of the import hook's bundle, whole processes: how long cores work to import it, against a bundle of
 * just the AWS clients; and split into import, secret (until a first caller can be authenticated) and first answer (a
 * decision with its ledger), with stand-ins for AWS that answer at once.
 */
export async function benchColdStart(quick: boolean): Promise<readonly Verdict[]> {
  const folder = await createBundleFolder();
  const secretsManager = await startSecretsManager({ port: 0, secrets: { [SECRET]: DEFAULT_SECRET } });
  const dynamoDb = await startDynamoDb({ port: 0, region: 'us-east-1' });
  try {
    const hook = await folder.bundle('lambda/import-hook.ts');
    const clients = await folder.bundle('bench/aws-clients.ts');
    const variables = {
      AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${secretsManager.port}`,
      AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.url,
      HOOK_SECRET_ID: SECRET,
      LOGIN_TABLE: LOCAL_LOGIN_TABLE,
      RULES_FILE: folder.rulesFile,
    };
    const runs = { hook: [] as HandlerRun[], clients: [] as HandlerRun[], answering: [] as HandlerRun[] };
    const rounds = quick ? 7 : 25;
    for (let round = -1; round < rounds; round++) {
      const ours = await runHandler(hook.file, [], variables);
      const baseline = await runHandler(clients.file, [], {});
      const answering = await runHandler(
        hook.file,
        [withoutJson(), recordedEvent('import', 'login-conflict')],
        variables,
      );
      // The first round warms the disk's cache.
      if (round < 0) continue;
      runs.hook.push(ours);
      runs.clients.push(baseline);
      runs.answering.push(answering);
    }
    return [importVerdict(runs.hook, runs.clients), ...splitOf(runs.answering, runs.clients)];
  } finally {
    await Promise.all([secretsManager.close(), dynamoDb.close()]);
    folder.remove();
  }
}

/** A call that ends once its caller is authenticated. */
function withoutJson() {
  const event = recordedEvent('import', 'login-conflict');
  return { ...event, headers: { ...event.headers, 'content-type': 'text/plain' } };
}

function importVerdict(hook: readonly HandlerRun[], clients: readonly HandlerRun[]): Verdict {
  const work = (name: string, runs: readonly HandlerRun[]) =>
    measured(
      name,
      runs.map(({ worked }) => worked),
    );
  const what = 'cold import of the import hook, against its AWS clients alone';
  return compare(what, 'ms', work('import hook', hook), work('AWS clients', clients), BUDGET);
}

function splitOf(runs: readonly HandlerRun[], clients: readonly HandlerRun[]): readonly Verdict[] {
  const parts: readonly (readonly [string, (run: HandlerRun) => number])[] = [
    ['import', ({ imported }) => imported],
    ['secret', ({ answers }) => answers[0]?.milliseconds ?? Number.NaN],
    ['first answer', ({ answers }) => answers[1]?.milliseconds ?? Number.NaN],
    ['whole process', ({ whole }) => whole],
  ];
  const baseline = measured(
    'process with the AWS clients',
    clients.map(({ whole }) => whole),
  );
  return parts.map(([part, of]) =>
    compare(`cold start of the import hook: ${part}`, 'ms', measured(part, runs.map(of)), baseline),
  );
}
