import { execFileSync } from 'node:child_process';
import { link, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type NamedFile, replaceable, requireSeparateFiles } from '../../cli/inputs-and-outputs.ts';

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(path.join(tmpdir(), 'files-'));
  await mkdir(path.join(cwd, 'folder'));
  await writeFile(path.join(cwd, 'people.csv'), 'login\n');
  await symlink('people.csv', path.join(cwd, 'soft.csv'));
  await symlink('soft.csv', path.join(cwd, 'folder', '..', 'softer.csv'));
  await link(path.join(cwd, 'people.csv'), path.join(cwd, 'hard.csv'));
  await symlink('.', path.join(cwd, 'here'));
  await symlink('later.csv', path.join(cwd, 'early.csv'));
  await symlink('round.csv', path.join(cwd, 'round.csv'));
});
afterEach(() => rm(cwd, { recursive: true }));

const check = (outputs: readonly NamedFile[], inputs: readonly NamedFile[] = [], env = {}) =>
  requireSeparateFiles({ inputs, outputs }, { cwd, env });

describe('an output', () => {
  it.each([
    'people.csv',
    './folder/../people.csv',
    'here/here/people.csv',
    'soft.csv',
    'softer.csv',
    'hard.csv',
  ])('is refused where it is an input, by whatever name: %s', (name) => {
    expect(() => check([['--out', name]], [['the export', 'people.csv']])).toThrow(
      '--out would write over the export',
    );
    expect(() => check([['--out', 'people.csv']], [['the export', path.join(cwd, name)]])).toThrow(
      '--out would write over the export',
    );
  });

  it.each(['later.csv', 'early.csv', 'here/later.csv', 'LATER.csv'])(
    'is refused where another one will lie, also before it is there: %s',
    (name) => {
      const outputs: NamedFile[] = [
        ['--out', 'later.csv'],
        ['--report', name],
      ];
      expect(() => check(outputs)).toThrow('--report would write over the file of --out');
    },
  );

  it('is refused where it is the private key for Okta', () => {
    const env = { OKTA_PRIVATE_KEY_FILE: 'people.csv' };
    expect(() => check([['--out', 'soft.csv']], [], env)).toThrow('over the private key for Okta');
  });

  it('may be any other file, one that is not given, and a device as often as one likes', () => {
    const outputs: NamedFile[] = [
      ['--out', 'folder/people.csv'],
      ['--report', undefined],
      ['--links', 'round.csv'],
      ['--first', '/dev/null'],
      ['--second', '/dev/null'],
    ];
    expect(() => check(outputs, [['the export', 'people.csv']])).not.toThrow();
  });
});

describe('a file that is replaced as a whole', () => {
  it('is where the links to it lead, whether it is there or not', () => {
    expect(replaceable('softer.csv', { cwd })).toBe(replaceable('people.csv', { cwd }));
    expect(path.basename(replaceable('softer.csv', { cwd }))).toBe('people.csv');
    expect(path.basename(replaceable('early.csv', { cwd }))).toBe('later.csv');
  });

  it.each(['folder', 'pipe'])('is refused where it is none: a %s', (name) => {
    if (name === 'pipe') execFileSync('mkfifo', [path.join(cwd, name)]);
    expect(() => replaceable(name, { cwd })).toThrow('it is no regular file');
  });
});
