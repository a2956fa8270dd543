import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, it } from '@jest/globals';
import { run } from '../cli/harness.ts';
import { planned } from './create-world.ts';
import { type FinishWorld, startFinishWorld } from './finish-world.ts';

let world: FinishWorld;
afterEach(() => world.close());

/** What doctor says about the password hook of the programme's deployment. */
async function aboutTheHook(...argv: string[]) {
  const { out, err } = await run(['doctor', '--outputs', 'whole.json', '--json', ...argv], {
    cwd: world.folder,
    clock: world.clock,
  });
  const lines: readonly { check: string; verdict: string; what: string }[] = out ? JSON.parse(out).lines : [];
  const line = lines.find(({ check, what }) => check === 'registered' && what.startsWith('password: '));
  return { err, verdict: line?.verdict, what: line?.what };
}

it('doctor takes the sheet that finish has written for the word that the hook is gone, and the sheet names it', async () => {
  world = await startFinishWorld([planned(2)]);
  const outputs = JSON.parse(await world.read('outputs.json'));
  const import_ = { ImportHookUrl: 'https://localhost:1/hooks/import', ImportHookSecretArn: 'arn' };
  const whole = { ...outputs, ...import_, PasswordHookSecretArn: 'arn', HookAuthHeader: 'Authorization' };
  await writeFile(path.join(world.folder, 'whole.json'), JSON.stringify(whole));
  const kept = await world.finish(['--yes', '--keep-hook']);
  expect(kept.out).not.toContain('doctor --finished');
  expect(kept.out).not.toContain('"hooks"');
  expect((await aboutTheHook('--finished', 'users.final.json')).err).toContain('no final sheet');
  const ended = await world.finish();
  expect(ended).toMatchObject({ code: 0, out: expect.stringContaining('doctor --finished <file>') });
  expect(ended.out).toMatch(/holding time is over: .*\n +After that, .*set "hooks": \["import"\]/);
  expect((await aboutTheHook()).verdict).toBe('review');
  expect(await aboutTheHook('--finished', 'users.final.json')).toMatchObject({
    verdict: 'ok',
    what: expect.stringMatching(
      /^password: not in Okta, on purpose: migrate finish deleted it on \d{4}-\d\d-\d\d$/,
    ),
  });
});
