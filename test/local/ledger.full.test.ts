import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { request } from 'node:https';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ROOT } from '../cli/harness.ts';
import { freePorts } from '../free-ports.ts';
import { type Started, startNode } from '../started.ts';

let folder: string;
let service: Started;
let port: number;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'okta-hooks-'));
  port = await freePorts(3);
});

afterEach(async () => {
  await service.stop();
  await rm(folder, { recursive: true });
});

/** Starts the service as a person would and waits until it listens. */
async function start(env: Record<string, string> = {}): Promise<void> {
  service = startNode(['local/main.ts'], {
    PORT: String(port),
    LOCAL_FOLDER: folder,
    HOOK_SECRET: 's3cret',
    ...env,
  });
  await service.listening;
}

interface Answer {
  readonly commands?: readonly { readonly type: string; readonly value: { readonly login?: string } }[];
  readonly debugContext?: Readonly<Record<string, string>>;
}

async function post(externalId: string, conflicts: readonly string[]): Promise<Answer> {
  const payload = JSON.parse(
    await readFile(path.join(ROOT, 'events/import/login-conflict-no-middle-name.json'), 'utf8'),
  );
  payload.data.context.conflicts = conflicts;
  payload.data.appUser.profile.externalId = externalId;
  payload.data.user.profile.login = 'john.smith@example.com';
  const ca = await readFile(path.join(folder, 'certificate.pem'));
  const headers = { authorization: 's3cret', 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: 'localhost', port, path: '/hooks/import', method: 'POST', headers, ca },
      async (response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk);
        resolve(JSON.parse(Buffer.concat(chunks).toString('utf8')));
      },
    );
    sent.on('error', reject);
    sent.end(JSON.stringify(payload));
  });
}

const loginOf = ({ commands }: Answer) =>
  commands?.find(({ type }) => type === 'com.okta.user.profile.update')?.value.login ??
  'john.smith@example.com';

const fifty = (conflicts: readonly string[]) =>
  Promise.all(Array.from({ length: 50 }, (_, index) => post(`person-${index}`, conflicts)));

describe('fifty parallel calls for one name', () => {
  it.each([
    ['a reported conflict', ['login'], 0],
    ['no reported conflict', [], 1],
  ])(
    'with %s get fifty logins, and the same fifty again',
    async (_, conflicts, plain) => {
      await start();
      const first = (await fifty(conflicts)).map(loginOf);
      expect(new Set(first).size).toBe(50);
      expect(first.filter((login) => login === 'john.smith@example.com')).toHaveLength(plain);
      expect((await fifty(conflicts)).map(loginOf)).toEqual(first);
    },
    60_000,
  );
});

describe('an Okta that accepts and never answers', () => {
  let silent: Server;
  const sockets = new Set<Socket>();
  beforeEach(async () => {
    silent = createServer((socket) => sockets.add(socket.on('error', () => {})));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => {
    for (const socket of sockets) socket.destroy();
    silent.close();
  });

  it('keeps no answer waiting for it, and the answer says that the directory was unknown', async () => {
    const { port: silentPort } = silent.address() as { port: number };
    await start({ OKTA_BASE_URL: `https://localhost:${silentPort}`, OKTA_API_TOKEN: 'token' });
    const people = Array.from({ length: 20 }, (_, index) => `person-${index}`);
    const answers = await Promise.all(people.map((person) => post(person, ['login'])));
    // it was asked, and still owes every answer: only a limit of the service's own can have ended the wait
    expect(sockets.size).toBeGreaterThan(0);
    for (const { debugContext } of answers) expect(debugContext).toMatchObject({ directory: 'unknown' });
    expect(new Set(answers.map(loginOf)).size).toBe(20);
  }, 60_000);
});
