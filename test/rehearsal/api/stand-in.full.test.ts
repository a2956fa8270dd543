import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { fixedCredentials, readOktaCredentials } from '../../../lambda/platform/okta/credentials.ts';
import { createOktaClient, type OktaClient } from '../../../lambda/platform/okta-client.ts';
import { ROOT } from '../../cli/harness.ts';
import { freePorts } from '../../free-ports.ts';
import { type Started, start as startCommand } from '../../started.ts';
import { passwordHook } from './hooks.ts';
import { forTheHook } from './people.ts';
import { ask } from './test-org.ts';

jest.setTimeout(60_000);

const PORT = await freePorts(11);
const OKTA_PORT = PORT + 10;
const SECRET = 's3cret';

let folder: string;
const all: Started[] = [];
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'okta-stand-in-'));
});
afterAll(async () => {
  for (const started of all) await started.stop('SIGKILL');
  await rm(folder, { recursive: true });
});

function start(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Started {
  const started = startCommand(command, args, { LOCAL_FOLDER: folder, ...env });
  all.push(started);
  return started;
}

const standIn = (...args: string[]) => start(process.execPath, ['rehearsal/api/main.ts', ...args]);

describe('npm run okta-stand-in', () => {
  const trustedBefore = tls.getCACertificates('default');
  let okta: Started;
  let address: Record<string, string>;
  let client: OktaClient;

  beforeAll(async () => {
    const args = ['--directory', 'examples/directory.csv', '--port', String(OKTA_PORT), '--app', 'Payroll'];
    okta = start('npm', ['run', 'okta-stand-in', '--', ...args]);
    await okta.listening;
    address = JSON.parse(await readFile(path.join(folder, 'okta.json'), 'utf8'));
    const { baseUrl = '', ca = '' } = address;
    tls.setDefaultCACertificates([await readFile(ca, 'utf8')]);
    client = clientWith(baseUrl, { apiToken: address['apiToken'] });
  });
  afterAll(() => tls.setDefaultCACertificates(trustedBefore));

  const clientWith = (baseUrl: string, found: unknown, scopes: readonly string[] = []) =>
    createOktaClient({ baseUrl, credentials: fixedCredentials(readOktaCredentials(found)), scopes });

  it('says where it is, prints no token, and writes the rest for its owner alone', async () => {
    expect(okta.output()).toMatch(new RegExp(`^listening on https://localhost:${OKTA_PORT}$`, 'm'));
    expect(okta.output()).toMatch(/^application 0oa\w{17} Payroll$/m);
    expect(okta.output()).not.toContain('local-okta-token');
    for (const name of ['okta.json', 'okta-private-key.pem']) {
      expect((await stat(path.join(folder, name))).mode & 0o077).toBe(0);
    }
  });

  it('has the people of its directory, for its token and for its service app', async () => {
    const users: unknown[] = [];
    for await (const { items } of client.pages('/api/v1/users', { signal: new AbortController().signal })) {
      users.push(...items);
    }
    const [, ...rows] = (await readFile(path.join(ROOT, 'examples/directory.csv'), 'utf8'))
      .trimEnd()
      .split('\n');
    expect(users.length).toBe(rows.filter((row) => !row.includes('DEPROVISIONED')).length);
    const { baseUrl = '', clientId, privateKeyFile = '' } = address;
    const app = { clientId, privateKey: await readFile(privateKeyFile, 'utf8') };
    expect(
      await ask(clientWith(baseUrl, app, ['okta.users.read']), 'GET /api/v1/users?limit=1'),
    ).toMatchObject({
      status: 200,
    });
  });

  it('is trusted by the commands', async () => {
    const env = { OKTA_BASE_URL: address['baseUrl'] ?? '', OKTA_API_TOKEN: address['apiToken'] ?? '' };
    const outputs = path.join(folder, 'outputs.json');
    await writeFile(
      outputs,
      JSON.stringify({ LoginTableName: 'logins', endpoints: { dynamoDb: 'http://127.0.0.1:9' } }),
    );
    const args = ['cli/main.ts', 'ledger', 'seed', '--from-okta', '--dry-run', '--outputs', outputs];
    const seed = start(process.execPath, args, env);
    expect([await seed.exit, seed.output()]).toEqual([[0, null], expect.stringContaining('2,000')]);
  });

  it('and npm start play a whole first sign-in with the password hook', async () => {
    const laptop = start(process.execPath, ['local/main.ts'], { PORT: String(PORT), HOOK_SECRET: SECRET });
    await laptop.listening;
    const hook = passwordHook(`https://localhost:${PORT}/hooks/password`);
    hook.channel.config.authScheme.value = SECRET;
    expect(await ask(client, 'POST /api/v1/inlineHooks', hook)).toMatchObject({ status: 200 });
    const username = 'ana.silva@example.com';
    expect(await ask(client, 'POST /api/v1/users', forTheHook(username))).toMatchObject({ status: 200 });
    const signIn = (password: string) => ask(client, 'POST /api/v1/authn', { username, password });
    expect(await signIn('wrong')).toMatchObject({ status: 401 });
    expect(await signIn('correct horse battery')).toMatchObject({ status: 200 });
    expect(await ask(client, `GET /api/v1/users/${username}`)).toMatchObject({
      body: { credentials: { provider: { type: 'OKTA' } } },
    });
  });

  it('names the port that is in use, in one line, and ends with 1', async () => {
    const second = standIn('--port', String(OKTA_PORT));
    expect(await second.exit).toEqual([1, null]);
    expect(second.output()).toMatch(new RegExp(`^port ${OKTA_PORT} is in use: .*--port \\d+\n$`));
  });

  it.each([
    ['a directory that is not there', ['--directory', 'nobody.csv'], 'nobody.csv cannot be read: ENOENT'],
    [
      'a directory that is no table',
      ['--directory', 'LICENSE'],
      'LICENSE cannot be read: the header is no CSV',
    ],
    ['an option that is none', ['--nothing'], 'unknown option'],
  ])('ends with 1 and one line for %s', async (_, args, message) => {
    const failed = standIn(...args);
    expect(await failed.exit).toEqual([1, null]);
    expect(failed.output().trimEnd().split('\n')).toEqual([expect.stringContaining(message)]);
  });

  it('ends with 0 at Ctrl-C', async () => {
    process.kill(-(okta.child.pid ?? 0), 'SIGINT');
    expect(await okta.exit).toEqual([0, null]);
  });
});
