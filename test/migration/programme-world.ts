import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { credentialTableOf } from '../../cli/deployment.ts';
import { EVENT_HOOK_TYPE } from '../../lambda/contract/event-hook-request.ts';
import type { CredentialRecord } from '../../lambda/passwords/credentials/record.ts';
import { OKTA_FILE } from '../../local/okta-stand-in.ts';
import { post } from '../../local/post.ts';
import type { LogEvent } from '../../rehearsal/api/system-log.ts';
import { certificate } from '../certificate.ts';
import { run } from '../cli/harness.ts';
import { FIRST, type LiveWorld, openLiveWorld } from '../registration/live-world.ts';
import { APP, GROUPS, SECRETS } from './programme-people.ts';
import { cleanUp, recordsOf, withoutTable } from './programme-table.ts';

/** What `migrate plan` makes of `legacy.csv`. */
export const PLAN = 'legacy.plan.ndjson';
export const DEPLOYMENT = ['--outputs', 'outputs.json'] as const;

/** What a command printed; nothing of it is a secret. */
export type Ran = Awaited<ReturnType<typeof run>>;

/** An org with the real service behind its hooks, and a folder in which a programme is run. */
export interface ProgrammeWorld extends Pick<LiveWorld, 'org' | 'pass'> {
  readonly folder: string;
  /** Runs a command in the folder; throws when a login, a password or a hash is on the screen. */
  run(...argv: readonly string[]): Promise<Ran>;
  /** Runs a command of the programme on its plan. */
  migrate(verb: string, ...options: readonly string[]): Promise<Ran>;
  /** Somebody signs in to Okta; the status of the answer, when all events are delivered. */
  signIn(username: string, password: string): Promise<number>;
  /** First sign-ins as the org's System Log has them. */
  imports(): readonly LogEvent[];
  /** Delivers events once more, and again until they are recorded. */
  deliver(events: readonly LogEvent[]): Promise<void>;
  /** The legacy passwords' records by folded login. */
  records(): Promise<ReadonlyMap<string, CredentialRecord>>;
  /** Does something while there is no table of legacy passwords. */
  withoutTable(work: () => Promise<void>): Promise<void>;
  /** Runs the scheduled clean-up; the folded logins whose hash it has deleted. */
  cleanUp(): Promise<readonly string[]>;
  /** Everything that the service has logged. */
  logged(): string;
  close(): Promise<void>;
}

/** Starts it, with `outputs.json` and the address of the org in the folder. */
export async function openProgrammeWorld(): Promise<ProgrammeWorld> {
  const live = await openLiveWorld();
  const { org, outputs, pass } = live;
  const { okta } = org;
  for (const name of GROUPS) okta.world.groups.add(name, undefined, Date.now());
  okta.world.apps.add(APP, undefined, Date.now());
  const folder = await openFolder(live);
  const { endpoints, ...texts } = outputs as typeof outputs & { endpoints: never };
  const place = credentialTableOf({ file: 'outputs.json', stack: 'laptop', outputs: texts, endpoints });
  const clock = {
    now: () => Date.now(),
    sleep: async (milliseconds: number, signal: AbortSignal) => {
      signal.throwIfAborted();
      pass(milliseconds);
    },
  };
  const runHere = async (...argv: readonly string[]) => {
    const ran = await run(argv, { cwd: folder, clock });
    const [leak] = SECRETS.exec(ran.out + ran.err) ?? [];
    if (leak !== undefined) throw new Error(`${argv.join(' ')} printed ${leak}`);
    return ran;
  };
  return {
    org,
    pass,
    folder,
    records: () => recordsOf(place),
    run: runHere,
    migrate: (verb, ...options) => runHere('migrate', verb, PLAN, ...DEPLOYMENT, ...options),
    async signIn(username, password) {
      const { status } = await org.ask('POST /api/v1/authn', { username, password });
      await okta.delivered();
      return status;
    },
    imports: () => okta.world.log.events.filter(({ eventType }) => eventType === 'user.import.password'),
    deliver: (events) => deliver(outputs['EventHookUrl'] ?? '', events),
    withoutTable: (work) => withoutTable(place, work),
    cleanUp: () => cleanUp(place),
    logged: () => live.logged(),
    async close() {
      place.client.destroy();
      await live.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** A folder with the outputs of the deployment, the address of the org, and its certificate. */
async function openFolder({ org: { okta }, outputs }: LiveWorld): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'programme-'));
  const { cert } = await certificate;
  const ca = path.join(folder, 'ca.pem');
  const files = {
    'outputs.json': JSON.stringify(outputs),
    'ca.pem': cert,
    [OKTA_FILE]: JSON.stringify({ baseUrl: okta.baseUrl, apiToken: okta.apiToken, ca }),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
  return folder;
}

async function deliver(url: string, events: readonly LogEvent[]): Promise<void> {
  const { cert: ca } = await certificate;
  const headers = { authorization: FIRST, 'content-type': 'application/json' };
  const body = JSON.stringify({ eventType: EVENT_HOOK_TYPE, data: { events } });
  for (let status = 503; status !== 200; ) {
    ({ status } = await post(url, { ca, headers, body }));
    if (status !== 200 && status !== 503) throw new Error(`the delivery was answered ${status}`);
  }
}

/** The same in another order, a different one each time. */
export function shuffled<Item>(items: readonly Item[]): readonly Item[] {
  const drawn = items.map((item) => ({ item, at: Math.random() }));
  return drawn.sort((a, b) => a.at - b.at).map(({ item }) => item);
}

/** The same in lists of at most so many. */
export const slicesOf = <Item>(items: readonly Item[], most: number): readonly (readonly Item[])[] =>
  Array.from({ length: Math.ceil(items.length / most) }, (_, index) =>
    items.slice(index * most, (index + 1) * most),
  );
