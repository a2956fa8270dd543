import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ROTATION_STEPS, type RotationStep } from '../../lambda/registration/rotation.ts';
import { ROTATION_ENVIRONMENT as NAMES } from '../../lambda/registration/rotation-request.ts';
import { FIRST, type LiveWorld, openLiveWorld } from './live-world.ts';

jest.setTimeout(60_000);
const MINUTES = 60_000;

// the function waits for 45 seconds in all: here it waits in the time of the world
jest.unstable_mockModule('node:timers/promises', () => ({
  setTimeout: (milliseconds: number, _value: unknown, { signal }: { signal: AbortSignal }) =>
    world.clock.sleep(milliseconds, signal),
}));

type Handler = typeof import('../../lambda/secret-rotation.ts').handler;
let world: LiveWorld;
let handler: Handler;
beforeAll(async () => {
  world = await openLiveWorld();
  expect(await world.run(['register'])).toMatchObject({ code: 0 });
  const { ImportHookSecretArn, ImportHookUrl, PasswordHookSecretArn, PasswordHookUrl } = world.outputs;
  const { EventHookSecretArn, EventHookUrl } = world.outputs;
  Object.assign(process.env, {
    [NAMES.oktaBaseUrl]: world.org.okta.baseUrl,
    [NAMES.registrationSecretId]: 'okta/directory',
    [NAMES.stackName]: 'OktaHooks-laptop',
    [NAMES.hookAuthHeader]: 'authorization',
    [NAMES.import.secretArn]: ImportHookSecretArn,
    [NAMES.import.url]: ImportHookUrl,
    [NAMES.password.secretArn]: PasswordHookSecretArn,
    [NAMES.password.url]: PasswordHookUrl,
    [NAMES.events.secretArn]: EventHookSecretArn,
    [NAMES.events.url]: EventHookUrl,
  });
  ({ handler } = await import('../../lambda/secret-rotation.ts'));
});
afterAll(() => world.close());
beforeEach(async () => {
  world.onDoing = () => undefined;
  await world.expire();
});

/** One call of Secrets Manager. */
const call = (
  Step: RotationStep,
  ClientRequestToken: string,
  SecretId = world.outputs['ImportHookSecretArn'],
) => handler({ SecretId, ClientRequestToken, Step }, { getRemainingTimeInMillis: () => 5 * MINUTES });

/** A rotation as Secrets Manager makes it: every step in a call of its own. */
async function rotateTo(token: string): Promise<void> {
  for (const step of ROTATION_STEPS) await call(step, token);
}

const NONE_REFUSED = { good: new Set([200]), wrong: new Set([401]) };

describe('the rotation function, called by Secrets Manager, with the real import hook and calls all the while', () => {
  it('gives Okta a new secret in four steps, and refuses no call', async () => {
    const { good, wrong } = await world.underLoad(() => rotateTo(randomUUID()));
    expect({ good, wrong }).toEqual(NONE_REFUSED);
    expect(world.held()).not.toBe(FIRST);
    expect(await world.status(world.held())).toBe(200);
  });

  it.each(ROTATION_STEPS)(
    'that failed in %s, wherever in it, is repaired by the whole rotation once more',
    async (step) => {
      const { result: failures, ...statuses } = await world.underLoad(async () => {
        for (let at = 1; ; at += 1) {
          const [before, token] = [world.held(), randomUUID()];
          for (const earlier of ROTATION_STEPS.slice(0, ROTATION_STEPS.indexOf(step)))
            await call(earlier, token);
          const isWhole = await failsAt(at, () => call(step, token));
          await rotateTo(token);
          expect(world.held()).not.toBe(before);
          await world.expire();
          if (isWhole) return at - 1;
        }
      });
      expect(failures).toBeGreaterThanOrEqual(1);
      expect(statuses).toEqual(NONE_REFUSED);
    },
  );

  it('does nothing in any step when the version is the current one', async () => {
    const token = randomUUID();
    await rotateTo(token);
    const [held, asked] = [world.held(), world.org.exchanges.length];
    await rotateTo(token);
    expect([world.held(), world.org.exchanges.length]).toEqual([held, asked]);
  });

  it('changes nothing for a secret that is none of ours, nor for a version that is not pending', async () => {
    const [held, asked] = [world.held(), world.org.exchanges.length];
    await expect(call('createSecret', randomUUID(), 'arn:other')).rejects.toThrow(
      'not the secret of one of our hooks',
    );
    for (const step of ['setSecret', 'testSecret', 'finishSecret'] as const) {
      await expect(call(step, randomUUID())).rejects.toThrow('this version is not pending');
    }
    expect([world.held(), world.org.exchanges.length]).toEqual([held, asked]);
  });
});

/** Lets Lambda's time run out at the `at`th thing that the work does; true when it did fewer and was done. */
async function failsAt(at: number, work: () => Promise<void>): Promise<boolean> {
  const time = new AbortController();
  const timeout = AbortSignal.timeout.bind(AbortSignal);
  const spy = jest
    .spyOn(AbortSignal, 'timeout')
    .mockImplementation((milliseconds) => (milliseconds > MINUTES ? time.signal : timeout(milliseconds)));
  let doings = 0;
  world.onDoing = () => {
    if (++doings === at) time.abort();
  };
  try {
    await work();
    return true;
  } catch (error) {
    if (time.signal.aborted) return false;
    throw error;
  } finally {
    world.onDoing = () => undefined;
    spy.mockRestore();
  }
}
