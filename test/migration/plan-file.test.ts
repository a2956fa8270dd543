import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type PlannedPerson, readPlan } from '../../cli/migration/plan-file.ts';
import { planNameOf, programmeFiles } from '../../cli/migration/programme-files.ts';
import { run } from '../cli/harness.ts';
import { fc } from '../fuzz.ts';
import { exportOf, inFolder } from './plan-world.ts';

const PEOPLE = [
  { 'first name': 'line\u2028end', hash: '$2a$10$9FgsegkrAEkVfdYaO1SQAuVOz4RiqW5pBnHzvQ9RZfMtVhKcF02VK' },
  { login: '' },
  { groups: 'Sales' },
];

/** Reads a plan after its text was changed, and returns who is in it. */
async function readChanged(change: (text: string) => string): Promise<PlannedPerson[]> {
  return inFolder(async (cwd) => {
    await writeFile(path.join(cwd, 'users.csv'), exportOf(PEOPLE));
    await run(['migrate', 'plan', 'users.csv'], { cwd });
    const file = path.join(cwd, 'users.plan.ndjson');
    await writeFile(file, change(await readFile(file, 'utf8')));
    const people = [];
    for await (const person of (await readPlan('users.plan.ndjson', { cwd })).people()) people.push(person);
    return people;
  });
}

const onLine = (line: number, change: (text: string) => string) => (text: string) =>
  text
    .split('\n')
    .map((one, index) => (index === line - 1 ? change(one) : one))
    .join('\n');

describe('a plan file', () => {
  it('gives the people as they were planned, whatever their names hold', async () => {
    const people = await readChanged((text) => text);
    expect(people.map(({ row, profile }) => [row, profile['firstName']])).toEqual([
      [2, 'line\u2028end'],
      [4, 'Ana'],
    ]);
  });

  it.each([
    ['a person twice', (text: string) => onLine(4, () => text.split('\n')[1] ?? '')(text), 'line 4'],
    [
      'a hash that Okta would refuse',
      onLine(2, (line) => line.replace('"workFactor":10', '"workFactor":21')),
      'line 2',
    ],
    ['a hash for the hook', onLine(2, (line) => line.replace('"way":"hash"', '"way":"hook"')), 'line 2'],
    ['a way that is none', onLine(4, (line) => line.replace('"way":"reset"', '"way":"none"')), 'line 4'],
    ['nobody', onLine(3, () => '{}'), 'line 3'],
    ['half a line', onLine(4, (line) => line.slice(0, 30)), 'line 4'],
    ['a line too few', (text: string) => text.split('\n').toSpliced(2, 1).join('\n'), 'line 3'],
    ['no end', (text: string) => text.slice(0, -1), 'line 3'],
  ])('with %s is damaged, and the error says where', async (_, change, line) => {
    await expect(readChanged(change)).rejects.toMatchObject({
      message: expect.stringMatching(/^the plan is damaged/),
      where: `users.plan.ndjson, ${line}`,
    });
  });

  it('cut off anywhere is refused, before the first person or at the damage', async () => {
    await fc.assert(
      fc.asyncProperty(fc.double({ min: 0, max: 0.999, noNaN: true }), async (share) => {
        const cut = readChanged((text) => text.slice(0, Math.floor(share * text.length)));
        await expect(cut).rejects.toMatchObject({ name: 'CommandError' });
      }),
      { numRuns: 40 },
    );
  });

  it('of another kind or version is none', async () => {
    for (const change of [
      () => '',
      () => 'login\n',
      onLine(1, (line) => line.replace('plan":1', 'plan":2')),
    ]) {
      await expect(readChanged(change)).rejects.toMatchObject({
        message: 'the file is no plan of this version',
      });
    }
    await expect(readPlan('none.ndjson', { cwd: '/' })).rejects.toMatchObject({
      message: 'the plan cannot be read: there is no such file or folder (ENOENT)',
    });
  });

  it('has its programme beside it, named after it', () => {
    expect(programmeFiles('a/users.plan.ndjson')).toMatchObject({
      plan: 'a/users.plan.ndjson',
      created: 'a/users.created.ndjson',
      finished: 'a/users.finished.ndjson',
      people: 'a/users.people.ndjson',
    });
    expect(programmeFiles('odd').created).toBe('odd.created.ndjson');
    expect(planNameOf('there/users.csv')).toBe('users.plan.ndjson');
  });
});
