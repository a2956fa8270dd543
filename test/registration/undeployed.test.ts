import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { run } from '../cli/harness.ts';
import { type RegisterWorld, startRegisterWorld } from './register-world.ts';

/** Outputs as `cdk deploy` writes those of a stage with `"hooks": ["import"]`. */
const IMPORT_ONLY = {
  'OktaHooks-prod': {
    ImportHookUrl: 'https://hooks.example.com/hooks/import',
    ImportHookSecretArn: 'arn:import',
    LoginTableName: 'logins',
    HookAuthHeader: 'authorization',
  },
};
const PASSWORD_ONLY = {
  OktaHooks: {
    PasswordHookUrl: 'https://hooks.example.com/hooks/password',
    PasswordHookSecretArn: 'arn:password',
    CredentialTableName: 'credentials',
    HookAuthHeader: 'authorization',
  },
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'undeployed-'));
  await writeFile(path.join(folder, 'import.json'), JSON.stringify(IMPORT_ONLY));
  await writeFile(path.join(folder, 'password.json'), JSON.stringify(PASSWORD_ONLY));
  await writeFile(path.join(folder, 'other.json'), JSON.stringify({ Other: { Url: 'https://x.example' } }));
  await writeFile(path.join(folder, 'users.csv'), 'login,hash\nana@example.com,x\n');
});
afterAll(() => rm(folder, { recursive: true }));

describe('a command that needs a hook which is not deployed says so, and what to do', () => {
  it.each<[argv: readonly string[], file: string, kind: string, setting: string]>([
    [['register', '--type', 'password'], 'import.json', 'password', 'password'],
    [['register', '--type', 'events'], 'import.json', 'event', 'events'],
    [['rotate', '--type', 'password'], 'import.json', 'password', 'password'],
    [['rotate', '--type', 'events', '--undo'], 'import.json', 'event', 'events'],
    [['register', '--type', 'import'], 'password.json', 'import', 'import'],
    [['rotate', '--type', 'import'], 'password.json', 'import', 'import'],
    [['credentials', 'load', 'users.csv'], 'import.json', 'password', 'password'],
    [['ledger', 'show', 'ana@example.com'], 'password.json', 'import', 'import'],
  ])('%j of %s', async (argv, file, kind, setting) => {
    const { code, out, err } = await run([...argv, '--outputs', file], { cwd: folder });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(`error: this deployment has no ${kind} hook, only ${file.replace('.json', '')}\n`);
    expect(err).toContain(file);
    expect(err.replace(/\s+/g, ' ')).toContain(
      `if it is needed, deploy with "${setting}" in the setting "hooks" of cdk.json`,
    );
  });

  it.each(['register', 'rotate', 'doctor'])(
    '%s takes a file of something else for no deployment',
    async (command) => {
      const { code, err } = await run([command, '--outputs', 'other.json'], { cwd: folder });
      expect(code).toBe(1);
      expect(err).toContain('the outputs have no ImportHookUrl');
    },
  );

  it.each(['register', 'rotate'])('%s --type of nothing that exists is wrong usage', async (command) => {
    const { code } = await run([command, '--type', 'sms', '--outputs', 'import.json'], { cwd: folder });
    expect(code).toBe(2);
  });
});

describe('register without --type', () => {
  let world: RegisterWorld;
  beforeEach(async () => {
    world = await startRegisterWorld();
  });
  afterEach(() => world.close());

  it('writes the hooks that are deployed, and puts none back that is not', async () => {
    await world.redeploy({ PasswordHookUrl: undefined, PasswordHookSecretArn: undefined });
    expect(await world.register()).toMatchObject({ code: 0 });
    expect((await world.hooks()).map(({ name }) => name)).toEqual(['OktaHooks-laptop import']);
  });

  it('of a deployment without imports writes the password hook, and names no click that is left', async () => {
    await world.redeploy({ ImportHookUrl: undefined, ImportHookSecretArn: undefined });
    const { code, out } = await world.register();
    expect(code).toBe(0);
    expect((await world.hooks()).map(({ name }) => name)).toEqual(['OktaHooks-laptop password']);
    expect(out).not.toContain('User Creation');
  });
});
