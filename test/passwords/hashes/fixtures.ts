import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Maker } from './makers.ts';

/** Hashes that another program made, and the command that made them; see `makers.ts` for its parts. */
export interface Fixture {
  readonly format: string;
  readonly packages: readonly string[];
  readonly command: string;
  readonly hashes: readonly { readonly password: string; readonly hash: string }[];
}

/** Words, 72 and 73 bytes (where bcrypt ends), 64 (a block of the digests), and far beyond ASCII. */
export const PASSWORDS: readonly string[] = [
  'correct horse battery',
  'Grüße, Señor 密码 🔑',
  'four'.repeat(16),
  'sixbit'.repeat(12),
  `${'sixbit'.repeat(12)}!`,
];

/** Where a fixture of this name is kept. */
export function fixtureFile(name: string): string {
  return path.join(import.meta.dirname, 'fixtures', `${name}.json`);
}

/** The recorded fixture of this name. */
export function readFixture(name: string): Fixture {
  return JSON.parse(readFileSync(fixtureFile(name), 'utf8')) as Fixture;
}

/** Runs a maker's command for one password. */
export function makeHash({ command }: Pick<Maker, 'command'>, password: string): string {
  return execFileSync('sh', ['-c', command], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C.UTF-8', PASSWORD: password },
  }).trim();
}
