import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { realClock } from '../../cli/command.ts';
import { run } from '../cli/harness.ts';
import { FIRST, type LiveWorld, openLiveWorld } from './live-world.ts';

jest.setTimeout(60_000);
const MINUTES = 60_000;

let world: LiveWorld;
beforeAll(async () => {
  world = await openLiveWorld();
  expect(await world.run(['register'])).toMatchObject({ code: 0 });
});
afterAll(() => world.close());
beforeEach(async () => {
  world.onDoing = () => undefined;
  await world.expire();
});

const rotate = (argv: readonly string[] = [], io: Parameters<LiveWorld['run']>[1] = {}) =>
  world.run(['rotate', '--type', 'import', ...argv], io);

/** Runs `rotate`, which is stopped at the `at`th thing it does. */
async function stoppedAt(at: number, argv: readonly string[] = []) {
  const controller = new AbortController();
  let doings = 0;
  world.onDoing = () => {
    if (++doings === at) controller.abort();
  };
  const ended = await rotate(argv, { signal: controller.signal });
  world.onDoing = () => undefined;
  return { ...ended, wasStopped: doings >= at };
}

const NONE_REFUSED = { good: new Set([200]), wrong: new Set([401]) };

describe('rotate, with the real import hook and calls all the while', () => {
  it('changes the secrets of all hooks, refuses no call, shows no secret, and says what it does', async () => {
    const before = world.held();
    const { result, ...statuses } = await world.underLoad(() => world.run(['rotate']));
    expect({ ...result, out: result.out.split('\n').slice(0, 6) }).toEqual({
      code: 0,
      err: '',
      out: [
        'import hook',
        '  1. a new secret, which the service accepts beside the old one',
        '  2. in 35 s, when every process knows it, Okta gets it',
        '  3. Okta calls the service with it',
        '  4. in 10 s, when no call is under way with the old one, it is the current one',
        '  Done. The old one is accepted for 15 minutes more.',
      ],
    });
    expect(statuses).toEqual(NONE_REFUSED);
    expect(world.held()).not.toBe(before);
    expect(result.out).toContain('password hook');
    expect(result.out).toContain('  3. Okta verifies the address');
    expect(result.out).not.toContain(world.held());
    expect([before, result.out.includes(FIRST)]).toEqual([FIRST, false]);
    expect(await world.run(['doctor'], { clock: realClock })).toMatchObject({ code: 0, err: '' });
  });

  it('of a deployment whose password hook was taken out goes over the hooks it has, and ends', async () => {
    const { PasswordHookUrl: _url, PasswordHookSecretArn: _arn, ...rest } = world.outputs;
    const folder = await mkdtemp(path.join(tmpdir(), 'rotate-'));
    await writeFile(path.join(folder, 'outputs.json'), JSON.stringify(rest));
    const { inlineHooks } = world.org.okta.world;
    const [hook] = inlineHooks.all().filter(({ name }) => name.endsWith(' password'));
    if (!hook) throw new Error('no password hook');
    inlineHooks.change(hook.id, { status: 'INACTIVE' });
    const env = { OKTA_BASE_URL: world.org.okta.baseUrl, OKTA_API_TOKEN: world.org.okta.apiToken };
    const argv = ['rotate', '--json', '--outputs', 'outputs.json'];
    const { code, out } = await run(argv, { cwd: folder, env, clock: world.clock });
    inlineHooks.change(hook.id, { status: 'ACTIVE' });
    await rm(folder, { recursive: true });
    expect(code).toBe(0);
    const rotated = JSON.parse(out).hooks.map(({ type, action }: Record<string, string>) => [type, action]);
    expect(rotated).toEqual([
      ['import', 'rotated'],
      ['events', 'rotated'],
    ]);
  });

  it('that is stopped at anything it does goes on when it is run again, and nobody is refused', async () => {
    const seen = new Set<string>();
    const { result: stops, ...statuses } = await world.underLoad(async () => {
      for (let at = 1; ; at += 1) {
        const before = world.held();
        const { code, err, wasStopped } = await stoppedAt(at);
        if (!wasStopped) return at - 1;
        expect({ code, err }).toEqual({
          code: 1,
          err: expect.stringMatching(
            /^error: stopped; calls with either secret are answered\n {2}next {2}run rotate/,
          ),
        });
        const { code: again, out } = await rotate();
        expect(again).toBe(0);
        seen.add(out.split('\n')[0] ?? '');
        expect(world.held()).not.toBe(before);
        await world.expire();
      }
    });
    expect(stops).toBeGreaterThanOrEqual(6);
    expect(seen).toContain('import hook: going on with the rotation that was stopped');
    expect(statuses).toEqual(NONE_REFUSED);
  });

  it('--undo goes back from wherever it was stopped, and once more finds nothing to take back', async () => {
    const before = world.held();
    const { result: undone, ...statuses } = await world.underLoad(async () => {
      let count = 0;
      for (let at = 1; (await stoppedAt(at)).wasStopped; at += 1) {
        const { code, out } = await rotate(['--undo', '--json']);
        expect(code).toBe(0);
        if (JSON.parse(out).hooks[0].action === 'undone') {
          count += 1;
          expect(world.held()).toBe(before);
        }
      }
      return count;
    });
    expect(undone).toBeGreaterThanOrEqual(4);
    expect(statuses).toEqual(NONE_REFUSED);
    const again = await rotate(['--undo']);
    expect(again).toMatchObject({ code: 0, out: 'import hook: no rotation is under way\n' });
  });

  it('--revoke ends the old secret within five minutes, and the new one counts', async () => {
    const before = world.held();
    const { code, out } = await rotate(['--revoke']);
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining('The old one is revoked') });
    world.pass(5 * MINUTES);
    expect([await world.status(world.held()), await world.status(before)]).toEqual([200, 401]);
  });

  it('without --revoke the old secret counts for fifteen minutes and no longer', async () => {
    const before = world.held();
    await rotate();
    world.pass(14 * MINUTES);
    expect(await world.status(before)).toBe(200);
    world.pass(6 * MINUTES);
    await world.status(world.held());
    expect([await world.status(world.held()), await world.status(before)]).toEqual([200, 401]);
  });
});

describe('rotate changes nothing', () => {
  const versions = async () => {
    const { out } = await rotate(['--undo', '--json']);
    return JSON.parse(out).hooks[0].action;
  };

  it('when Okta does not know the credentials, which is said before anybody waits', async () => {
    const before = world.held();
    const startedAt = world.clock.now();
    const env = { OKTA_BASE_URL: world.org.okta.baseUrl, OKTA_API_TOKEN: 'canary-wrong' };
    const { code, err } = await rotate([], { env });
    expect(code).toBe(1);
    expect(err).toContain('a service app needs the scope okta.inlineHooks.manage');
    expect(err).not.toContain('canary-wrong');
    expect(world.clock.now() - startedAt).toBeLessThan(30_000);
    expect([world.held(), await versions()]).toEqual([before, 'none was under way']);
  });

  it('when the hook in Okta is not as the deployment wants it', async () => {
    const hooks = world.org.okta.world.inlineHooks;
    const [hook] = hooks.all();
    hooks.change(hook?.id ?? '', { status: 'INACTIVE' });
    const { code, err } = await rotate();
    hooks.change(hook?.id ?? '', { status: 'ACTIVE' });
    expect(code).toBe(1);
    expect(err).toContain(
      'is not in Okta as it should be (status): look with doctor, then register it again',
    );
    expect(await versions()).toBe('none was under way');
  });

  it('for a call that contradicts itself', async () => {
    expect(await rotate(['--undo', '--revoke'])).toMatchObject({ code: 2 });
    expect(await world.run(['rotate', '--type', 'event'])).toMatchObject({ code: 2 });
  });
});
