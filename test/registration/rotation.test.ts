import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  ROTATION_STEPS,
  type RotationOptions,
  RotationRefused,
  revokePrevious,
  rotationStep,
  undoRotation,
  versionToRotateTo,
  versionUnderWay,
} from '../../lambda/registration/rotation.ts';
import { Crash, FIRST, openRotationWorld, type RotationWorld } from './rotation-world.ts';

const { signal } = new AbortController();
const MINUTES = 60_000;

let world: RotationWorld;
beforeEach(async () => {
  world = await openRotationWorld();
  world.valid.add(FIRST);
});
afterEach(() => world.close());

/** The whole rotation, as the command does it. */
async function rotate(options: RotationOptions = world.options()): Promise<void> {
  const { version } = await versionToRotateTo(options.secret, { now: world.now(), signal });
  for (const step of ROTATION_STEPS) await rotationStep(step, options, version, signal);
}

const only = (status: number, found: readonly number[]) =>
  expect({ calls: found.length > 10, statuses: [...new Set(found)] }).toEqual({
    calls: true,
    statuses: [status],
  });

/** Everybody with a value that counts was answered, and nobody else. */
function expectNoneRefused(): void {
  only(200, world.statuses.good);
  only(401, world.statuses.wrong);
}

describe('a rotation under load', () => {
  it('refuses no call: with the old value, with the new one, and with whichever Okta has', async () => {
    await world.knock();
    let goesOn = true;
    const load = (async () => {
      while (goesOn) await world.knock();
    })();
    try {
      await rotate();
      await world.knock();
    } finally {
      goesOn = false;
      await load;
    }
    expectNoneRefused();
    expect(world.held()).not.toBe(FIRST);
    expect(await versionUnderWay(world.secret, signal)).toBeUndefined();
  });

  it('ends the old value after 15 minutes, and at once when it is revoked', async () => {
    await rotate();
    expect(new Set(await world.status(FIRST))).toEqual(new Set([200]));
    expect(await revokePrevious(world.secret, signal)).toBe(true);
    expect(await revokePrevious(world.secret, signal)).toBe(false);
    world.pass(31_000);
    // the first call with the new value is when a process looks again; one that nobody calls looks after five minutes
    await world.status(world.held() ?? '');
    expect(new Set(await world.status(FIRST))).toEqual(new Set([401]));
    const second = world.held() ?? '';
    await rotate();
    world.pass(15 * MINUTES);
    expect(new Set(await world.status(second))).toEqual(new Set([401]));
    expect(new Set(await world.status(world.held() ?? ''))).toEqual(new Set([200]));
  });

  it('does nothing more when its steps are done again', async () => {
    const { version } = await versionToRotateTo(world.secret, { now: world.now(), signal });
    for (const step of ROTATION_STEPS) {
      await rotationStep(step, world.options(), version, signal);
      const [held, stages] = [world.held(), await world.secret.stages(signal)];
      await rotationStep(step, world.options(), version, signal);
      expect([world.held(), await world.secret.stages(signal)]).toEqual([held, stages]);
    }
    const after = await world.secret.stages(signal);
    for (const step of ROTATION_STEPS) await rotationStep(step, world.options(), version, signal);
    expect(await world.secret.stages(signal)).toEqual(after);
    expectNoneRefused();
  });
});

/** Whether a rotation that is to die at this thing it does came so far; whatever else it ends with is thrown. */
async function dies(at: number, when: 'before' | 'after'): Promise<boolean> {
  try {
    await rotate(world.options({ at, when }));
    return false;
  } catch (error) {
    if (error instanceof Crash) return true;
    throw error;
  }
}

/** The things a rotation does, each of which may be the last. */
const DOINGS = Array.from({ length: 20 }, (_, index) => index + 1);

describe('a crash', () => {
  it.each(['before', 'after'] as const)(
    '%s any of the things it does is repaired by running it again',
    async (when) => {
      let crashes = 0;
      for (const at of DOINGS) {
        if (await dies(at, when)) crashes += 1;
        world.pass(3 * MINUTES);
        await world.knock();
        await rotate();
        world.valid.clear();
        world.valid.add(world.held() ?? '');
        expect(await versionUnderWay(world.secret, signal)).toBeUndefined();
      }
      expect(crashes).toBe(DOINGS.length);
      expect(await dies(DOINGS.length + 1, when)).toBe(false);
      expectNoneRefused();
    },
  );

  it('anywhere can be undone instead: Okta has the current value, nothing is pending, nobody was refused', async () => {
    const undone: number[] = [];
    for (const at of DOINGS) {
      expect(await dies(at, 'after')).toBe(true);
      if ((await versionUnderWay(world.secret, signal)) === undefined) continue;
      await undoRotation(world.options(), signal);
      undone.push(at);
      expect(world.held()).toBe(FIRST);
      expect(await versionUnderWay(world.secret, signal)).toBeUndefined();
    }
    // five looks come before anything is written, and the last thing is the end of what could be undone
    expect(undone).toEqual(DOINGS.slice(5, -1));
    await expect(undoRotation(world.options(), signal)).rejects.toThrow(RotationRefused);
    expectNoneRefused();
  });

  it('a day ago leaves the old value its time: the same value goes on as a new version', async () => {
    expect(await dies(9, 'after')).toBe(true);
    const pending = await versionUnderWay(world.secret, signal);
    world.pass(24 * 60 * MINUTES);
    const value = (await world.secret.read(pending ?? '', 'AWSPENDING', signal))?.value;
    await rotate();
    world.pass(10 * MINUTES);
    await world.knock();
    expect(world.held()).toBe(value);
    expectNoneRefused();
  });
});

describe('a rotation is refused, and Okta told nothing,', () => {
  const changes = () => world.org.exchanges.filter(({ request }) => request.method !== 'GET').length;

  it('while another one is under way', async () => {
    await rotationStep('createSecret', world.options(), 'a'.repeat(32), signal);
    await expect(rotationStep('createSecret', world.options(), 'b'.repeat(32), signal)).rejects.toThrow(
      RotationRefused,
    );
    await expect(rotationStep('setSecret', world.options(), 'b'.repeat(32), signal)).rejects.toThrow(
      RotationRefused,
    );
    expect(world.held()).toBe(FIRST);
  });

  it('when the hook in Okta is called elsewhere, or switched off', async () => {
    const [hook] = world.org.okta.world.inlineHooks.all();
    if (!hook) throw new Error('no hook');
    const { channel } = hook;
    const elsewhere = { ...channel, config: { ...channel.config, uri: 'https://elsewhere.example/' } };
    for (const change of [
      { channel: elsewhere as typeof channel },
      { channel, status: 'INACTIVE' as const },
    ]) {
      world.org.okta.world.inlineHooks.change(hook.id, change);
      const before = changes();
      await expect(rotate()).rejects.toThrow(/register it again/);
      expect([world.held(), changes()]).toEqual([FIRST, before]);
    }
  });
});
