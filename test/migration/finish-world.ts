import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../../cli/command.ts';
import type { PlannedPerson } from '../../cli/migration/plan-file.ts';
import { PASSWORD_EVENT_TYPE } from '../../lambda/contract/password-request.ts';
import type { OktaStandInOptions } from '../../rehearsal/api/stand-in.ts';
import { run } from '../cli/harness.ts';
import { type CreateWorld, startCreateWorld } from './create-world.ts';

const MAIL = 'system.email.password_reset.sent_message';
const MINUTE_MS = 60_000;

/** An org with a programme whose people were created, and with the hook of the deployment. */
export interface FinishWorld extends CreateWorld {
  /** Time as the command and the org have it; waiting lets it pass. */
  readonly clock: Clock & { pass(milliseconds: number): void };
  /** Runs `migrate finish`. */
  finish(argv?: readonly string[], io?: Parameters<typeof run>[1]): ReturnType<typeof run>;
  /** Okta's id of a login. */
  idOf(login: string): string;
  statusOf(login: string): string;
  /** The password is Okta's own from now on, as after a first sign-in. */
  signedIn(login: string): void;
  /** Does something to somebody by Okta's API, such as `suspend`. */
  lifecycle(login: string, verb: string): Promise<void>;
  /** How many mails with a link to a new password somebody was sent. */
  mails(login: string): number;
  /** Id and status of the password hook; undefined: there is none. */
  hook(): { readonly id: string; readonly status: string } | undefined;
  /** Everything that was not a read, since `create` was done. */
  writes(): readonly string[];
  journal(): readonly { readonly step: string; readonly [field: string]: unknown }[];
}

/** Starts it; people are created, and nobody has signed in. */
export async function startFinishWorld(
  people: readonly PlannedPerson[],
  {
    hookName = 'OktaHooks-laptop password',
    createArgs = [],
    ...options
  }: Partial<OktaStandInOptions> & {
    readonly hookName?: string;
    readonly createArgs?: readonly string[];
    /** Is told status and route of everything that is asked, before the answer goes out. */
    readonly onAsked?: (line: string) => void;
    readonly groups?: readonly string[];
  } = {},
): Promise<FinishWorld> {
  let now = Date.now();
  const clock = {
    now: () => now,
    sleep: async (milliseconds: number, signal: AbortSignal) => {
      signal.throwIfAborted();
      now += milliseconds;
    },
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
  };
  const world = await startCreateWorld({ clock: clock.now, ...options });
  const { okta, folder, asked } = world;
  const outputs = JSON.parse(readFileSync(path.join(folder, 'outputs.json'), 'utf8'));
  okta.world.inlineHooks.add(passwordHookOf(hookName, outputs.PasswordHookUrl));
  await world.plan(people);
  const created = await world.create(['--yes', ...createArgs], { clock });
  if (created.code !== 0) throw new Error(`create ended with ${created.code}: ${created.err}`);
  clock.pass(MINUTE_MS);
  const begin = asked.length;
  const person = (login: string) => {
    const found = okta.world.org.holderOf(login);
    if (!found) throw new Error('there is no such person');
    return found;
  };
  const ask = (line: string) => {
    const [method = '', url = ''] = line.split(' ');
    return fetch(okta.baseUrl + url, { method, headers: { authorization: `SSWS ${okta.apiToken}` } });
  };
  return {
    ...world,
    clock,
    finish: (argv = ['--yes'], io = {}) =>
      run(['migrate', 'finish', 'users.plan.ndjson', '--outputs', 'outputs.json', ...argv], {
        cwd: folder,
        clock,
        ...io,
      }),
    idOf: (login) => person(login).id,
    statusOf: (login) => person(login).status,
    signedIn(login) {
      const credential = okta.world.accounts.keep('a-password-of-their-own');
      okta.world.accounts.change(person(login).id, (at) => ({ lastLogin: at, credential }));
    },
    async lifecycle(login, verb) {
      const { ok } = await ask(`POST /api/v1/users/${person(login).id}/lifecycle/${verb}`);
      if (!ok) throw new Error(`${verb} was refused`);
    },
    mails: (login) =>
      okta.world.log.events.filter(
        ({ eventType, target }) =>
          eventType === MAIL &&
          (target as readonly { id: string }[]).some(({ id }) => id === person(login).id),
      ).length,
    hook: () => {
      const [hook] = okta.world.inlineHooks.all();
      return hook && { id: hook.id, status: hook.status };
    },
    writes: () => asked.slice(begin).filter((line) => !/^\d+ GET /.test(line)),
    journal: () =>
      readFileSync(path.join(folder, 'users.finished.ndjson'), 'utf8')
        .trimEnd()
        .split('\n')
        .slice(1)
        .map((line) => JSON.parse(line)),
  };
}

/** Writes a journal as a run leaves it that was killed. */
export async function leaveJournal({ folder }: FinishWorld, text: string): Promise<void> {
  await writeFile(path.join(folder, 'users.finished.ndjson'), text);
}

const passwordHookOf = (name: string, uri: string) =>
  ({
    name,
    type: PASSWORD_EVENT_TYPE,
    version: '1.0.0',
    channel: { type: 'HTTP', version: '1.0.0', config: { uri, method: 'POST', headers: [] as never[] } },
  }) as const;
