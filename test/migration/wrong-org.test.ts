import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type OktaStandIn, startOktaStandIn } from '../../rehearsal/api/stand-in.ts';
import { createOrg } from '../../rehearsal/org/org.ts';
import { certificate } from '../certificate.ts';
import { run } from '../cli/harness.ts';
import { planned } from './create-world.ts';
import { type FinishWorld, startFinishWorld } from './finish-world.ts';

/** Where people were created, and another org that has a hook of the same name and address, and nobody. */
let world: FinishWorld;
let other: OktaStandIn;
beforeEach(async () => {
  world = await startFinishWorld([2, 3, 4].map((row) => planned(row)));
  other = await startOktaStandIn({ port: 0, certificate: await certificate, org: createOrg() });
  for (const hook of world.okta.world.inlineHooks.all()) other.world.inlineHooks.add(hook);
});
afterEach(async () => {
  await other.close();
  await world.close();
});

const FILES = ['created', 'finished', 'people'].map((name) => `users.${name}.ndjson`);
const read = () => Promise.all(FILES.map((file) => world.read(file).catch(() => undefined)));

describe('a programme that was begun in one org', () => {
  it.each([
    ['create', ['--yes']],
    ['create', ['--dry-run']],
    ['status', []],
    ['finish', []],
    ['finish', ['--yes', '--leave-uncreated', '--unknown', 'reset']],
  ])('is not believed in another one, where nothing is done: migrate %s %j', async (verb, options) => {
    const before = await read();
    const argv = ['migrate', verb, 'users.plan.ndjson', '--outputs', 'outputs.json', ...options];
    const env = { OKTA_BASE_URL: other.baseUrl, OKTA_API_TOKEN: other.apiToken };
    const { code, out, err } = await run(argv, { cwd: world.folder, clock: world.clock, env });
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(
      `the journal belongs to another org, ${world.okta.baseUrl}, and not to ${other.baseUrl}`,
    );
    expect(err).toContain('users.created.ndjson');
    expect([...other.world.org.people()]).toEqual([]);
    expect([...other.world.inlineHooks.all()].map(({ status }) => status)).toEqual(['ACTIVE']);
    expect(await read()).toEqual(before);
  });
});
