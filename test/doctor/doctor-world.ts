import type { run } from '../cli/harness.ts';
import { type RegisterWorld, startRegisterWorld } from '../registration/register-world.ts';

/** A deployment whose hooks are registered, that for events too. */
export async function startRegisteredWorld(
  options?: Parameters<typeof startRegisterWorld>[0],
): Promise<RegisterWorld> {
  const world = await startRegisterWorld(options);
  await world.redeploy({ EventHookUrl: `${world.service.baseUrl}/hooks/events` });
  await world.register();
  return world;
}

/** A line of `doctor --json`. */
export interface Shown {
  readonly check: string;
  readonly verdict: string;
  readonly what: string;
  readonly next?: string;
  readonly ids?: readonly string[];
  readonly questions?: readonly string[];
}

/** Runs `doctor --json` on the world's deployment. */
export async function examine(
  world: RegisterWorld,
  io: Parameters<typeof run>[1] = {},
  argv: readonly string[] = [],
) {
  const { code, out, err } = await world.run(['doctor', '--json', ...argv], io);
  const lines = (out ? JSON.parse(out).lines : []) as readonly Shown[];
  return {
    code,
    out,
    err,
    of: (check: string) => lines.filter((line) => line.check === check),
    /** What a person has to look at. */
    reviews: lines.filter(({ verdict }) => verdict === 'review'),
  };
}

/** The inline hook of a kind, as the org has it. */
export function hookOf(world: RegisterWorld, kind: 'import' | 'password') {
  const hook = world.org.okta.world.inlineHooks.all().find(({ name }) => name.endsWith(` ${kind}`));
  if (!hook) throw new Error(`no ${kind} hook`);
  return hook;
}

/** Writes an event of the System Log about somebody or something. */
export const record = (world: RegisterWorld, eventType: string, id: string, more: object = {}) =>
  world.org.okta.world.log.record({
    eventType,
    displayMessage: '',
    result: 'SUCCESS',
    targets: [{ id, type: 'x' }],
    ...more,
  });

/** A clock that is this far ahead. */
export const ahead = (milliseconds: number) => ({
  now: () => Date.now() + milliseconds,
  sleep: async () => undefined,
});
