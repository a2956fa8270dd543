import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openJournal, readJournal } from '../../cli/migration/journal.ts';
import type { JournalOwner } from '../../cli/migration/journal-owner.ts';
import { fc } from '../fuzz.ts';

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(path.join(os.tmpdir(), 'journal-'));
});
afterEach(() => rm(cwd, { recursive: true }));

const FILE = 'j.ndjson';
const read = (json: unknown) => (typeof json === 'number' ? json : undefined);

/** Opens the journal and gives what was in it. */
async function open(owner: Partial<JournalOwner> = {}, file = FILE) {
  const found: number[] = [];
  const journal = await openJournal<number>(file, {
    owner: { plan: 'plan', org: 'https://a.example.com/', ...owner },
    read,
    replay: (entry) => found.push(entry),
    io: { cwd },
  });
  return { journal, found };
}

/** What is in a journal after it was opened and closed again. */
async function entries(file = FILE): Promise<number[]> {
  const { journal, found } = await open({}, file);
  await journal.close();
  return found;
}

const text = () => readFile(path.join(cwd, FILE), 'utf8');

/** Write calls so far (proc_pid_io(5)); nobody counts them on other systems. */
async function writesOfThisProcess(): Promise<number> {
  const io = await readFile('/proc/self/io', 'utf8').catch(() => 'syscw: 0');
  return Number(/syscw: (\d+)/.exec(io)?.[1]);
}

describe('a journal', () => {
  it('keeps the order of the calls, whoever waits for whom', async () => {
    const { journal } = await open();
    const ended: number[] = [];
    const numbers = Array.from({ length: 500 }, (_, index) => index);
    const appended = numbers.map((number) => journal.append(number).then(() => ended.push(number)));
    // closing waits for what was appended
    await journal.close();
    await Promise.all(appended);
    expect(ended).toEqual(numbers);
    expect(await entries()).toEqual(numbers);
  });

  it('has on the disk whatever was promised, at every moment', async () => {
    const { journal } = await open();
    for (const number of [1, 2, 3]) {
      const others = [journal.append(number * 10), journal.append(number * 10 + 1)];
      await Promise.all(others);
      const found: number[] = [];
      await readJournal<number>(FILE, { read, replay: (entry) => found.push(entry), io: { cwd } });
      expect(found.slice(-2)).toEqual([number * 10, number * 10 + 1]);
    }
    await journal.close();
  });

  it('writes once for all that arrive together', async () => {
    const { journal } = await open();
    const before = await writesOfThisProcess();
    await Promise.all(Array.from({ length: 1_000 }, (_, index) => journal.append(index)));
    expect((await writesOfThisProcess()) - before).toBeLessThan(500);
    await journal.close();
  });

  it('torn at any byte loses what the tear hit and nothing before it, and can be appended to', async () => {
    const { journal } = await open();
    await Promise.all([12, 345, 6789].map((number) => journal.append(number)));
    await journal.close();
    const whole = await text();
    const lines = whole.split('\n').filter(Boolean);
    for (let at = 0; at <= whole.length; at++) {
      await writeFile(path.join(cwd, 'torn'), whole.slice(0, at));
      const kept = whole.slice(0, at).split('\n').slice(1, -1).map(Number);
      const { journal: torn, found } = await open({}, 'torn');
      await torn.append(1);
      await torn.close();
      expect([at, found]).toEqual([at, kept]);
      const expected = [lines[0], ...kept, 1, ''].join('\n');
      expect(await readFile(path.join(cwd, 'torn'), 'utf8')).toBe(expected);
    }
  });

  it('reads as before after any number of entries and a tail of any bytes without a newline', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(), { maxLength: 20 }),
        fc.uint8Array({ maxLength: 40 }),
        async (numbers, tail) => {
          await rm(path.join(cwd, FILE), { force: true });
          const { journal } = await open();
          await Promise.all(numbers.map((number) => journal.append(number)));
          await journal.close();
          const bytes = await readFile(path.join(cwd, FILE));
          const garbage = tail.map((byte) => (byte === 10 ? 0 : byte));
          await writeFile(path.join(cwd, FILE), Buffer.concat([bytes, garbage]));
          expect(await entries()).toEqual(numbers);
          expect(await readFile(path.join(cwd, FILE))).toEqual(bytes);
        },
      ),
      { numRuns: 40 },
    );
  });

  it.each([
    ['damaged in the middle', (whole: string) => whole.replace('2\n', '{\n')],
    ['with an entry that is none', (whole: string) => `${whole}"text"\n`],
    ['that is another file', () => '{"id":1}\n{"id":2}\n'],
  ])('%s is refused, and left as it is', async (_, damage) => {
    const { journal } = await open();
    await Promise.all([1, 2, 3].map((number) => journal.append(number)));
    await journal.close();
    const damaged = damage(await text());
    await writeFile(path.join(cwd, FILE), damaged);
    await expect(open()).rejects.toMatchObject({ name: 'CommandError' });
    expect(await text()).toBe(damaged);
    expect(await readdir(cwd)).toEqual([FILE]);
  });

  it('of another plan is refused', async () => {
    await entries();
    await expect(open({ plan: 'another' })).rejects.toMatchObject({
      message: 'the journal belongs to another plan',
    });
  });

  it('of another org is refused, which both are said, and what to do', async () => {
    await entries();
    const before = await text();
    await expect(open({ org: 'https://b.example.com' })).rejects.toMatchObject({
      message: 'the journal belongs to another org, https://a.example.com, and not to https://b.example.com',
      where: FILE,
      next: expect.stringContaining('set OKTA_BASE_URL=https://a.example.com to go on there'),
    });
    expect(await text()).toBe(before);
    // however the address is written
    const { journal } = await open({ org: 'https://A.example.com' });
    await journal.close();
  });

  it('that names no org, as an earlier version left it, is refused until its first line is completed', async () => {
    const { journal } = await open();
    await journal.append(7);
    await journal.close();
    const whole = await text();
    await writeFile(path.join(cwd, FILE), whole.replace(/,"org":"[^"]+"/, ''));
    const refusal = await open().catch((error) => error);
    expect(refusal).toMatchObject({ message: 'the journal does not say in which org its people are' });
    const [, end = ''] = /let the first line end in (\S+)$/.exec(refusal.next) ?? [];
    await writeFile(path.join(cwd, FILE), (await text()).replace('}\n', `${end}\n`));
    expect(await text()).toBe(whole);
    expect(await entries()).toEqual([7]);
  });

  it.each(['new', 'there, and readable by all'])('that is %s can be read by its owner only', async (what) => {
    if (what !== 'new') {
      await entries();
      await chmod(path.join(cwd, FILE), 0o644);
    }
    await entries();
    expect((await stat(path.join(cwd, FILE))).mode & 0o777).toBe(0o600);
  });
});

describe('the lock of a journal', () => {
  const lock = () => path.join(cwd, `${FILE}.lock`);

  it('lets one in of many who come at once', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => open()));
    const won = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    expect(won).toHaveLength(1);
    for (const { journal } of won) await journal.close();
    expect(await readdir(cwd)).toEqual([FILE]);
  });

  it('of a process that is no more is taken over, by one of many', async () => {
    const gone = { pid: 2 ** 30, host: os.hostname(), began: null, since: 'then' };
    await writeFile(lock(), JSON.stringify(gone));
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => open()));
    const won = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    expect(won).toHaveLength(1);
    for (const { journal } of won) await journal.close();
  });

  it('is taken over also where a process died while it took one over', async () => {
    const gone = JSON.stringify({ pid: 2 ** 30, host: os.hostname(), began: null, since: 'then' });
    for (const file of [lock(), `${lock()}.next`, `${lock()}.next.next`]) await writeFile(file, gone);
    expect(await entries()).toEqual([]);
    expect(await readdir(cwd)).toEqual([FILE]);
  });

  it('of an earlier process with the number of one that lives is taken over', async () => {
    const before = { pid: process.pid, host: os.hostname(), began: 'another boot 1', since: 'then' };
    await writeFile(lock(), JSON.stringify(before));
    expect(await entries()).toEqual([]);
  });

  it.each([
    ['of another machine', JSON.stringify({ pid: 1, host: 'elsewhere', began: null, since: 'then' })],
    ['that nobody can read', 'garbage'],
  ])('%s stays, and is named', async (_, content) => {
    await writeFile(lock(), content);
    await expect(open()).rejects.toMatchObject({ where: expect.stringContaining('.lock') });
    expect(await readFile(lock(), 'utf8')).toBe(content);
  });
});
