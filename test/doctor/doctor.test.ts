import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { run } from '../cli/harness.ts';
import { type RegisterWorld, startRegisterWorld } from '../registration/register-world.ts';

interface Shown {
  readonly check: string;
  readonly verdict: string;
  readonly what: string;
  readonly ids?: readonly string[];
}

/** Every question of the page, as long as no result stands beside it. */
const untested =
  readFileSync(path.join(import.meta.dirname, '../../docs/unknowns.md'), 'utf8').match(/^## \d+\./gm)
    ?.length ?? 0;

let world: RegisterWorld;
let outputs: string;

beforeAll(async () => {
  world = await startRegisterWorld();
  outputs = path.join(path.dirname(await world.file('beside.txt', '')), 'outputs.json');
});
afterAll(() => world.close());

async function doctor() {
  const { baseUrl, apiToken } = world.org.okta;
  const env = { OKTA_BASE_URL: baseUrl, OKTA_API_TOKEN: apiToken };
  const { code, out, err } = await run(['doctor', '--json', '--outputs', outputs], { env });
  const lines = (out ? JSON.parse(out).lines : []) as readonly Shown[];
  return { code, out, err, of: (check: string) => lines.filter((line) => line.check === check) };
}

const importHookId = () =>
  world.org.okta.world.inlineHooks.all().find(({ type }) => type === 'com.okta.import.transform')?.id ?? '';

const record = (eventType: string, id: string, more: object = {}) =>
  world.org.okta.world.log.record({
    eventType,
    displayMessage: '',
    result: 'SUCCESS',
    targets: [{ id, type: 'x' }],
    ...more,
  });

describe('doctor', () => {
  it('asks for a person, with the command to run, while nothing is registered', async () => {
    const { code, of } = await doctor();
    expect(code).toBe(3);
    expect(of('registered').map(({ verdict }) => verdict)).toEqual(['review', 'review']);
  });

  it('ends with 0 after register, writes nothing and names the questions that are untested', async () => {
    await world.register();
    const before = world.writes().length;
    const { code, out, of } = await doctor();
    expect({ code, out }).toMatchObject({ code: 0 });
    expect(of('canary').map(({ verdict }) => verdict)).toEqual(['ok', 'ok']);
    expect(of('certificate').map(({ verdict }) => verdict)).toEqual(['ok', 'ok']);
    expect(of('unknowns')).toHaveLength(untested);
    expect(out).not.toContain('canary-hook-secret');
    const written = world.writes().slice(before);
    expect(written.every((line) => line.endsWith('/execute'))).toBe(true);
  });

  it('sees people who were created without a call, failures, and links that Okta did not apply', async () => {
    const at = Date.now() - 60 * 60_000;
    record('system.import.user.create', '00unew', { at });
    expect((await doctor()).of('hook called')[0]).toMatchObject({ verdict: 'review' });
    record('inline_hook.executed', importHookId(), { at: at - 1_000, result: 'FAILURE', reason: 'timeout' });
    record('inline_hook.response.processed', importHookId(), { at, debugData: { link: '00ulost' } });
    const { code, of } = await doctor();
    expect(code).toBe(3);
    expect(of('failures')[0]).toMatchObject({ verdict: 'review' });
    expect(of('created while it was down')[0]?.ids).toEqual(['00unew']);
    expect(of('links applied')[0]?.ids).toEqual(['00ulost']);
    record('system.import.user.match', '00ulost', { at: at + 1_000 });
    expect((await doctor()).of('links applied')[0]).toMatchObject({ verdict: 'ok' });
  });

  it('says what differs when the deployment moved', async () => {
    await world.redeploy({ ImportHookUrl: `${world.service.baseUrl}/elsewhere` });
    expect((await doctor()).of('URL').map(({ verdict }) => verdict)).toEqual(['review', 'ok']);
  });
});
