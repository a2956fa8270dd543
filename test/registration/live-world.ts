import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { jest } from '@jest/globals';
import type { Clock } from '../../cli/command.ts';
import { type Laptop, startLaptop } from '../../local/laptop.ts';
import { post } from '../../local/post.ts';
import { readSettings } from '../../local/settings.ts';
import { certificate } from '../certificate.ts';
import { ROOT, run } from '../cli/harness.ts';
import { freePorts } from '../free-ports.ts';
import { startTestOrg, type TestOrg } from '../rehearsal/api/test-org.ts';

export const FIRST = 'the-first-secret';
const STEP_MS = 5_000;
/** The previous secret counts for 15 minutes. */
const EXPIRY_MS = 16 * 60_000;

/** The laptop's own service with the real handlers, registered in a stand-in org, in a time that pauses move. */
export interface LiveWorld {
  readonly org: TestOrg;
  /** The outputs of the laptop, for commands. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Its pauses cost no time, and calls keep coming in them. */
  readonly clock: Clock;
  /** Values that must be answered beside the one Okta has. */
  readonly valid: Set<string>;
  /** Is told everything that a rotation does: each request to Okta, and each pause. */
  onDoing: () => void;
  /** The value that Okta has for the import hook. */
  held(): string;
  /** The status of one call of the import hook with this value. */
  status(value: string): Promise<number>;
  run(argv: readonly string[], io?: Parameters<typeof run>[1]): ReturnType<typeof run>;
  /** Calls keep coming, with every value that counts and with a wrong one, until the work is done. */
  underLoad<Result>(
    work: () => Promise<Result>,
  ): Promise<{ result: Result; good: Set<number>; wrong: Set<number> }>;
  /** Everything that the service has logged. */
  logged(): string;
  /** Lets time pass without calls. */
  pass(milliseconds: number): void;
  /** Lets so much time pass between two calls that of all values only the one Okta has still counts. */
  expire(): Promise<void>;
  close(): Promise<void>;
}

export async function openLiveWorld(): Promise<LiveWorld> {
  const realNow = Date.now;
  let offset = 0;
  // before the handlers are loaded, which keep the function
  Date.now = () => realNow() + offset;
  const folder = await mkdtemp(path.join(tmpdir(), 'live-'));
  const { cert, key } = await certificate;
  await writeFile(path.join(folder, 'certificate.pem'), cert);
  await writeFile(path.join(folder, 'key.pem'), key, { mode: 0o600 });
  const org = await startTestOrg({ onExchange: () => world.onDoing() });
  const log = keepCallLines();
  const { laptop, outputs } = await startService(folder, org);
  const payload = await readFile(path.join(ROOT, 'events/import/no-conflict.json'), 'utf8');

  // time moves only between calls: a call in which it jumped would have missed its deadline
  let turn: Promise<unknown> = Promise.resolve();
  const alone = <Result>(work: () => Promise<Result>) => {
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
  };
  const held = () => {
    const hook = org.okta.world.inlineHooks.all().find(({ name }) => name.endsWith(' import'));
    return (hook?.channel.type === 'HTTP' && hook.channel.config.authScheme?.value) || 'none';
  };
  const status = async (authorization: string) => {
    const headers = { authorization, 'content-type': 'application/json' };
    return (await post(laptop.urls.import, { ca: cert, headers, body: payload })).status;
  };
  const statuses = { good: new Set<number>(), wrong: new Set<number>() };
  const knock = async () => {
    statuses.wrong.add(await status('wrong'));
    for (const value of new Set([...world.valid, held()])) statuses.good.add(await status(value));
  };
  const world: LiveWorld = {
    org,
    outputs,
    valid: new Set(),
    onDoing: () => undefined,
    clock: {
      now: Date.now,
      sleep: async (milliseconds, signal) => {
        world.onDoing();
        for (let left = milliseconds; left > 0; left -= STEP_MS) {
          signal.throwIfAborted();
          await alone(async () => {
            offset += Math.min(left, STEP_MS);
            await knock();
          });
        }
      },
    },
    held,
    status: (value) => alone(() => status(value)),
    run: (argv, io = {}) => {
      const env = { OKTA_BASE_URL: org.okta.baseUrl, OKTA_API_TOKEN: org.okta.apiToken };
      return run([...argv, '--outputs', path.join(folder, 'outputs.json')], {
        env,
        clock: world.clock,
        ...io,
      });
    },
    async underLoad(work) {
      statuses.good.clear();
      statuses.wrong.clear();
      let goesOn = true;
      const load = (async () => {
        while (goesOn) await alone(knock);
      })();
      try {
        return { result: await work(), ...statuses };
      } finally {
        goesOn = false;
        await load;
      }
    },
    logged: () => log.lines.join(''),
    pass: (milliseconds) => {
      offset += milliseconds;
    },
    expire: () =>
      alone(async () => {
        offset += EXPIRY_MS;
        world.valid.clear();
        world.valid.add(held());
      }),
    async close() {
      await laptop.close();
      await org.close();
      await rm(folder, { recursive: true });
      log.spy.mockRestore();
      Date.now = realNow;
    },
  };
  return world;
}

/** The laptop's service; its stand-in for Secrets Manager has the org's token as `okta/directory`. */
async function startService(folder: string, { okta }: TestOrg) {
  const PORT = String(await freePorts(3));
  const org = { OKTA_BASE_URL: okta.baseUrl, OKTA_API_TOKEN: okta.apiToken };
  const settings = readSettings({ PORT, HOOK_SECRET: FIRST, LOCAL_FOLDER: folder, ...org });
  const laptop: Laptop = await startLaptop(settings, {
    import: path.join(ROOT, 'rules/import.yaml'),
    password: path.join(ROOT, 'examples/password-sources.yaml'),
  });
  const outputs = JSON.parse(await readFile(path.join(folder, 'outputs.json'), 'utf8'));
  return { laptop, outputs: outputs as Readonly<Record<string, string>> };
}

/** The log and the metrics of the handlers, which are not for the screen of a test. */
function keepCallLines() {
  const write = process.stdout.write.bind(process.stdout);
  const lines: string[] = [];
  const spy = jest.spyOn(process.stdout, 'write').mockImplementation((chunk, ...rest) => {
    const text = String(chunk);
    if (!/^\{"(level|_aws)"/.test(text)) return write(chunk, ...(rest as []));
    lines.push(text);
    return true;
  });
  return { lines, spy };
}
