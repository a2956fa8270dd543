import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { listen } from '../../local/listen.ts';
import { post } from '../../local/post.ts';
import { ROOT } from '../cli/harness.ts';
import { freePorts } from '../free-ports.ts';
import { type Started, start as startCommand } from '../started.ts';

const PORT = await freePorts(3);
const URL = `https://localhost:${PORT}/hooks/import`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'laptop-'));
});
afterAll(() => rm(folder, { recursive: true }));

const here = () => ({ PORT: String(PORT), HOOK_SECRET: 's3cret', LOCAL_FOLDER: folder });
const start = (command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  startCommand(command, args, { ...here(), ...env });

/** The sample of Okta's reference, varied. */
function payload(changes: { externalId: string; middleName?: string; conflicts?: string[] }): string {
  const { conflicts = ['login'], ...appProfile } = changes;
  const email = 'sally.admin@clouditude.net';
  return JSON.stringify({
    eventId: `event-${changes.externalId}`,
    eventType: 'com.okta.import.transform',
    data: {
      context: {
        conflicts,
        application: { id: '0oa7ey7aLRuBvcYUD0g4' },
        job: { id: 'ij17ez2AWtMZRfCZ60g4' },
        matches: [],
        policy: [],
      },
      action: { result: 'CREATE_USER' },
      appUser: { profile: { firstName: 'Sally2', userName: 'administrator2', email, ...appProfile } },
      user: { profile: { firstName: 'Sally2', lastName: 'Admin2', middleName: null, login: email, email } },
    },
  });
}

describe('npm start', () => {
  let started: Started;
  let ca: string;
  const ask = async (body: string, authorization = 's3cret') => {
    const headers = { authorization, 'content-type': 'application/json' };
    const { status, text } = await post(URL, { ca, headers, body });
    return { status, body: JSON.parse(text) };
  };

  beforeAll(async () => {
    started = start('npm', ['start']);
    await started.listening;
    ca = await readFile(path.join(folder, 'certificate.pem'), 'utf8');
  }, 30_000);
  afterAll(() => started.stop('SIGKILL'));

  it('shows the answer to a sample and a curl line, and no secret', () => {
    const text = started.output();
    expect(text).toContain('sam.lee.rivera@laptop.example');
    expect(text).toMatch(/^ *curl --cacert \S+certificate.pem -H @\S+headers.txt -d @events/m);
    expect(text).toMatch(new RegExp(`^listening on https://localhost:${PORT}$`, 'm'));
    expect(text).not.toContain('s3cret');
  });

  it('prints a curl line that works when it is pasted', async () => {
    const line = /^ *(curl .*)$/m.exec(started.output())?.[1] ?? 'false';
    const curl = start('bash', ['-c', `${line} --silent --show-error`]);
    expect(await curl.exit).toEqual([0, null]);
    expect(curl.output()).toContain('maria.elena.lopez@example.com');
  });

  it('numbers a login without a middle name, and infixes the middle name of another person', async () => {
    const change = (login: string) => [{ type: 'com.okta.user.profile.update', value: { login } }];
    expect(await ask(payload({ externalId: 'user221' }))).toMatchObject({
      status: 200,
      body: { commands: change('sally.admin2@clouditude.net') },
    });
    expect(await ask(payload({ externalId: 'user222', middleName: 'Jo' }))).toMatchObject({
      status: 200,
      body: { commands: change('sally.jo.admin@clouditude.net') },
    });
  });

  it('answers 200 without commands when there is nothing to change', async () => {
    const { status, body } = await ask(
      payload({ externalId: 'user223', conflicts: [] }).replaceAll('sally.admin@', 'free.login@'),
    );
    expect(status).toBe(200);
    expect(body).not.toHaveProperty('commands');
  });

  it('refuses a wrong secret with 401 and half a JSON text with 400', async () => {
    expect((await ask(payload({ externalId: 'user221' }), 'wrong')).status).toBe(401);
    expect((await ask('{"eventType":')).status).toBe(400);
  });

  it('answers the three sign-ins of the README, each in its own way', async () => {
    const readme = await readFile(path.join(ROOT, 'README.md'), 'utf8');
    const lines = [...readme.matchAll(/^curl (.*hooks\/password)/gm)].map(([, rest = '']) => rest);
    const answers = [];
    for (const line of lines) {
      const moved = line.replaceAll('.local', folder).replace(':8443', `:${PORT}`);
      const curl = start('bash', ['-c', `curl --silent --write-out ' %{http_code}' ${moved}`]);
      await curl.exit;
      answers.push(/"((?:UN)?VERIFIED)"|503$/.exec(curl.output())?.slice(0, 2).reverse().find(Boolean));
    }
    expect(answers).toEqual(['VERIFIED', 'UNVERIFIED', '503']);
  });

  it('writes the outputs of a deployment, with the addresses of the stand-ins and the certificate', async () => {
    const outputs = JSON.parse(await readFile(path.join(folder, 'outputs.json'), 'utf8'));
    expect(outputs).toEqual({
      ImportHookUrl: URL,
      ImportHookSecretArn: expect.stringMatching(/^arn:aws:secretsmanager:/),
      PasswordHookUrl: URL.replace('import', 'password'),
      PasswordHookSecretArn: expect.stringMatching(/^arn:aws:secretsmanager:/),
      EventHookUrl: URL.replace('import', 'events'),
      EventHookSecretArn: expect.stringMatching(/^arn:aws:secretsmanager:/),
      LoginTableName: 'okta-hooks-logins',
      CredentialTableName: 'okta-hooks-credentials',
      HookAuthHeader: 'authorization',
      endpoints: {
        secretsManager: `http://127.0.0.1:${PORT + 1}`,
        dynamoDb: `http://127.0.0.1:${PORT + 2}`,
      },
      ca: path.join(folder, 'certificate.pem'),
    });
  });

  it('names the port that is in use and ends with 1', async () => {
    const second = start(process.execPath, ['local/main.ts']);
    expect(await second.exit).toEqual([1, null]);
    expect(second.output().trim().split('\n')).toEqual([
      expect.stringMatching(new RegExp(`^port ${PORT + 1} is in use`)),
    ]);
  });

  it('keeps its folder to itself: a second one on another port is refused, and the outputs stay', async () => {
    const before = await readFile(path.join(folder, 'outputs.json'), 'utf8');
    const port = String(await freePorts(3));
    const second = start(process.execPath, ['local/main.ts'], { PORT: port });
    expect(await second.exit).toEqual([1, null]);
    expect(second.output()).toBe(
      `${folder} belongs to what is running on https://localhost:${PORT}: stop that, or choose another folder: LOCAL_FOLDER=~/okta-hooks PORT=${port} npm start\n`,
    );
    expect(await readFile(path.join(folder, 'outputs.json'), 'utf8')).toBe(before);
  });

  it('ends with 0 at Ctrl-C', async () => {
    process.kill(-(started.child.pid ?? 0), 'SIGINT');
    expect(await started.exit).toEqual([0, null]);
    await expect(ask(payload({ externalId: 'user221' }))).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

describe('the local service', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('ends with 0 at %s', async (signal) => {
    const env = { PORT: String(await freePorts(3)) };
    const started = start(process.execPath, ['local/main.ts'], env);
    await started.listening;
    started.child.kill(signal);
    expect(await started.exit).toEqual([0, null]);
  });

  it("names the HTTPS server's port when that is the one in use, and ends with 1", async () => {
    const port = await freePorts(3);
    const other = await listen(createServer() as Parameters<typeof listen>[0], { port });
    try {
      const started = start(process.execPath, ['local/main.ts'], { PORT: String(port) });
      expect(await started.exit).toEqual([1, null]);
      expect(started.output()).toMatch(new RegExp(`^port ${port} is in use: .*PORT=`));
    } finally {
      await other.close();
    }
  });

  it('refuses a port that is none in one line, and ends with 1', async () => {
    const started = start(process.execPath, ['local/main.ts'], { PORT: 'https' });
    expect(await started.exit).toEqual([1, null]);
    expect(started.output()).toBe('PORT takes a whole number from 1 to 65533\n');
  });
});
