import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { freePorts } from '../free-ports.ts';
import { type Started, startNode } from '../started.ts';
import { ROOT, run } from './harness.ts';

jest.setTimeout(60_000);

const PORT = await freePorts(11);
const OKTA_PORT = PORT + 10;
const URL = `https://localhost:${PORT}/hooks/import`;
const DIRECTORY = path.join(ROOT, 'examples/directory.csv');
const PEOPLE = path.join(ROOT, 'examples/people.csv');

let folder: string;
const at = (name: string) => path.join(folder, name);
const all: Started[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'rehearse-'));
});
afterAll(async () => {
  for (const started of all) await started.stop();
  await rm(folder, { recursive: true });
});

function node(args: readonly string[], env: Readonly<Record<string, string>> = {}): Started {
  const started = startNode(args, { LOCAL_FOLDER: at('.local'), ...env });
  all.push(started);
  return started;
}

const rowsOf = async (name: string) =>
  (await readFile(at(name), 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('rehearse --url', () => {
  const ask = (...argv: string[]) => run(['rehearse', PEOPLE, '--directory', DIRECTORY, ...argv]);
  // the certificate is found in .local/outputs.json
  const service = ['--url', URL, '--secret-file', 'secret.txt'];

  beforeAll(async () => {
    await writeFile(at('secret.txt'), 's3cret\n');
    const args = ['rehearsal/api/main.ts', '--directory', DIRECTORY, '--port', String(OKTA_PORT)];
    await node(args, { OKTA_API_TOKEN: 'token' }).listening;
    const okta = { OKTA_BASE_URL: `https://localhost:${OKTA_PORT}`, OKTA_API_TOKEN: 'token' };
    await node(['local/main.ts'], { PORT: String(PORT), HOOK_SECRET: 's3cret', ...okta }).listening;
  });

  it('decides as the code in this process does, again and again, because nothing is written', async () => {
    await ask('--out', at('here.ndjson'));
    const argv = ['rehearse', PEOPLE, '--directory', DIRECTORY, ...service];
    for (const name of ['there.ndjson', 'again.ndjson']) {
      const { code, out } = await run([...argv, '--out', name, '--compare', 'here.ndjson'], { cwd: folder });
      expect(code).toBe(3);
      expect(out).toContain('Slowest calls');
      expect(out).toMatch(/come out differently +│ 0 /);
    }
    const here = await rowsOf('here.ndjson');
    const there = await rowsOf('again.ndjson');
    const decision = ({
      row,
      outcome,
      action,
      loginAfter,
      linkTarget,
      rules,
      changes,
      reason,
    }: (typeof here)[0]) => ({
      ...{ row, outcome, action, loginAfter, linkTarget, rules, changes, reason },
    });
    expect(there.map(decision)).toEqual(here.map(decision));
  });

  it('says at the first call that the secret is wrong, and asks no more', async () => {
    const { code, out, err } = await ask(
      '--url',
      URL,
      '--ca',
      at('.local/certificate.pem'),
      '--out',
      at('wrong.ndjson'),
    );
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/it answered 401\n.*\n.*--secret-file/);
    expect(await readFile(at('wrong.ndjson'), 'utf8')).toBe('');
  });

  it('does not ask a service whose certificate nobody vouches for', async () => {
    const { code, err } = await ask('--url', URL, '--secret-file', at('secret.txt'));
    expect(code).toBe(1);
    expect(err).toMatch(/connection\n.*\n.*--ca/);
  });
});

describe('rehearse under Ctrl-C', () => {
  it('ends with 1 and whole lines in --out', async () => {
    await writeFile(at('many.csv'), 'uniqueId,firstName,lastName,email\n');
    const line = (index: number) => `e${index},Ann,Lee,ann.lee${index % 50_000}@example.test\n`;
    await appendFile(at('many.csv'), Array.from({ length: 400_000 }, (_, index) => line(index)).join(''));
    const argv = ['rehearse', at('many.csv'), '--directory', DIRECTORY, '--out', at('stopped.ndjson')];
    const { child, exit } = node(['cli/main.ts', ...argv]);
    while ((await stat(at('stopped.ndjson')).catch(() => ({ size: 0 }))).size === 0) await sleep(20);
    child.kill('SIGINT');
    expect(await exit).toEqual([1, null]);
    const rows = await rowsOf('stopped.ndjson');
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.length).toBeLessThan(400_000);
  });
});
