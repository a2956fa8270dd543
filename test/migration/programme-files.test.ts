import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { planNameOf, programmeFiles } from '../../cli/migration/programme-files.ts';
import { ROOT } from '../cli/harness.ts';

const { plan, created, results, finished, ...others } = programmeFiles(
  planNameOf('exports/legacy-users.csv'),
);
const lines = readFileSync(path.join(ROOT, '.gitignore'), 'utf8').split('\n');
/** Patterns for the names of files in the project's own folder. */
const patterns = lines.flatMap((line) => (/^\/[^/]+$/.test(line) ? [line.slice(1)] : []));
const isIgnored = (name: string) => patterns.some((pattern) => matches(pattern.split('*'), name));
const matches = ([start = '', end = '']: readonly string[], name: string) =>
  name.startsWith(start) && name.endsWith(end);

describe('the files of a programme, which hold people, hashes and links', () => {
  it.each([
    ...[plan, `${plan}.tmp`, `${plan}.lines.tmp`],
    ...[created, `${created}.lock`, finished, `${finished}.lock`],
    ...[results, `${results}.part`, ...Object.values(others)],
    ...['call.csv', 'links.csv', 'status.html', 'loaded.ndjson'],
  ])('are never offered to git: %s', (name) => {
    expect(path.dirname(name)).toBe('.');
    expect(isIgnored(name)).toBe(true);
  });

  it('are told from the project’s own', () => {
    expect(['README.md', 'package.json', 'tsconfig.json'].filter(isIgnored)).toEqual([]);
  });
});
