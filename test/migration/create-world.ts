import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import type { PlannedPerson, RefusedRow } from '../../cli/migration/plan-file.ts';
import { PASSWORD_EVENT_TYPE } from '../../lambda/contract/password-request.ts';
import type { CredentialTable } from '../../lambda/passwords/credentials/find.ts';
import { oktaBcrypt } from '../../lambda/passwords/hashes/okta-hash.ts';
import { LOCAL_CREDENTIAL_TABLE, startDynamoDb } from '../../local/dynamodb.ts';
import { OKTA_FILE } from '../../local/okta-stand-in.ts';
import { type OktaStandIn, type OktaStandInOptions, startOktaStandIn } from '../../rehearsal/api/stand-in.ts';
import { certificate, trustCertificate } from '../certificate.ts';
import { run } from '../cli/harness.ts';

const HOOK_URL = 'https://hooks.example.com/hooks/password';

const hookAt = (uri: string): Parameters<OktaStandIn['world']['inlineHooks']['add']>[0] => ({
  name: 'password',
  type: PASSWORD_EVENT_TYPE,
  version: '1.0.0',
  channel: {
    type: 'HTTP',
    version: '1.0.0',
    config: {
      uri,
      method: 'POST',
      headers: [],
      authScheme: { type: 'HEADER', key: 'x-hook-secret', value: 'secret' },
    },
  },
});

/** An org, a credential table, and a folder with the outputs of a deployment and a plan. */
export interface CreateWorld {
  readonly okta: OktaStandIn;
  readonly folder: string;
  /** Status and route, such as `429 POST /api/v1/users`, of everything that was asked, in order. */
  readonly asked: readonly string[];
  /** Writes `users.plan.ndjson`. */
  plan(lines: readonly (PlannedPerson | RefusedRow)[]): Promise<void>;
  /** Runs `migrate create` on it. */
  create(argv?: readonly string[], io?: Parameters<typeof run>[1]): ReturnType<typeof run>;
  /** Registers the password hook. */
  register(uri?: string): void;
  /** Everybody in the org, by login. */
  people(): ReadonlyMap<string, { readonly id: string; readonly status: string }>;
  /** Logins of a group's members. */
  members(kind: 'groups' | 'apps', name: string): readonly string[];
  /** The credential table, with a client that reaches it. */
  readonly table: CredentialTable;
  /** Items of it, by key. */
  items(): Promise<ReadonlyMap<string, Readonly<Record<string, { S?: string; N?: string }>>>>;
  read(file: string): Promise<string>;
  close(): Promise<void>;
}

/** Starts all of it, with the groups that are named. */
export async function startCreateWorld({
  groups = [],
  onAsked = () => {},
  ...options
}: Partial<OktaStandInOptions> & {
  readonly groups?: readonly string[];
  readonly onAsked?: (line: string) => void;
} = {}): Promise<CreateWorld> {
  const folder = await mkdtemp(path.join(tmpdir(), 'create-'));
  const { cert, key } = await certificate;
  const distrust = await trustCertificate();
  const asked: string[] = [];
  const okta = await startOktaStandIn({
    port: 0,
    certificate: { cert, key },
    onExchange: ({ request, answer, path: route }) => {
      const line = `${answer.status} ${request.method} ${route}`;
      asked.push(line);
      onAsked(line);
    },
    ...options,
  });
  for (const name of groups) okta.world.groups.add(name, undefined, Date.now());
  const table = await startDynamoDb({ port: 0, region: 'us-east-1' });
  const client = new DynamoDBClient({
    endpoint: table.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const file = (name: string) => path.join(folder, name);
  await writeFile(file('ca.pem'), cert);
  const address = { baseUrl: okta.baseUrl, apiToken: okta.apiToken, ca: file('ca.pem') };
  await writeFile(file(OKTA_FILE), JSON.stringify(address));
  const outputs = { CredentialTableName: LOCAL_CREDENTIAL_TABLE, PasswordHookUrl: HOOK_URL };
  await writeFile(file('outputs.json'), JSON.stringify({ ...outputs, endpoints: { dynamoDb: table.url } }));
  return {
    okta,
    folder,
    asked,
    table: { client, table: LOCAL_CREDENTIAL_TABLE },
    plan: (lines) => writeFile(file('users.plan.ndjson'), planText(lines)),
    create: (argv = ['--yes'], io = {}) => run([...CREATE, ...argv], { cwd: folder, ...io }),
    register: (uri = HOOK_URL) => {
      okta.world.inlineHooks.add(hookAt(uri));
    },
    people: () =>
      new Map(
        [...okta.world.org.people()].map(({ id, status, profile }) => [
          String(profile['login']),
          { id, status },
        ]),
      ),
    members: (kind, name) => membersOf(okta, kind, name),
    items: async () => {
      const items = new Map();
      for await (const { Items = [] } of paginateScan({ client }, { TableName: LOCAL_CREDENTIAL_TABLE }))
        for (const item of Items) items.set(item['pk']?.S ?? '', item);
      return items;
    },
    read: (name) => readFile(file(name), 'utf8'),
    async close() {
      client.destroy();
      await Promise.all([okta.close(), table.close()]);
      distrust();
      await rm(folder, { recursive: true });
    },
  };
}

/** The command line that creates the people of the plan in a world's folder. */
export const CREATE = ['migrate', 'create', 'users.plan.ndjson', '--outputs', 'outputs.json'] as const;

function membersOf({ world }: OktaStandIn, kind: 'groups' | 'apps', name: string): readonly string[] {
  for (const [, group] of world[kind].numbered(0)) {
    if (group.name !== name) continue;
    return [...group.members].map((id) => String(world.org.get(id)?.profile['login'])).sort();
  }
  throw new Error(`no such thing: ${name}`);
}

/** Somebody to create for the hook, unless said otherwise. */
export function planned(row: number, changes: Partial<PlannedPerson> = {}): PlannedPerson {
  const name = `person${row}`;
  const login = `${name}@example.com`;
  const profile = { login, email: login, firstName: name, lastName: 'Doe' };
  return {
    row,
    way: 'hook',
    wave: '1',
    profile,
    groups: [],
    apps: [],
    why: 'the hook checks it',
    ...changes,
  };
}

const BCRYPT = oktaBcrypt('$2a$10$9FgsegkrAEkVfdYaO1SQAuVOz4RiqW5pBnHzvQ9RZfMtVhKcF02VK');

/** Somebody to create with a hash that Okta takes. */
export function hashed(row: number, changes: Partial<PlannedPerson> = {}): PlannedPerson {
  return planned(row, { ...(BCRYPT && { hash: BCRYPT }), ...changes, way: 'hash' });
}

/** How many people Okta has created because it was asked to. */
export const creations = ({ asked }: Pick<CreateWorld, 'asked'>): number =>
  asked.filter((line) => line === '200 POST /api/v1/users').length;

/** A plan as `migrate plan` writes it. */
export function planText(lines: readonly (PlannedPerson | RefusedRow)[]): string {
  const people = lines.filter((line): line is PlannedPerson => !('refused' in line));
  const ways = { hash: 0, hook: 0, reset: 0 };
  const waves: Record<string, number> = {};
  for (const { way, wave } of people) {
    ways[way] += 1;
    waves[wave] = (waves[wave] ?? 0) + 1;
  }
  const counts = {
    rows: lines.length,
    people: people.length,
    refused: lines.length - people.length,
    ways,
    waves,
  };
  const sourceDigest = createHash('sha256').update('source').digest('hex');
  const header = {
    okta_hooks_plan: 1,
    source: 'users.csv',
    sourceDigest,
    madeAt: '2026-11-20T00:00:00Z',
    counts,
  };
  return [header, ...lines].map((line) => `${JSON.stringify(line)}\n`).join('');
}
