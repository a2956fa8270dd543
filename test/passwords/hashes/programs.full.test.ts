import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { saltedMakers } from './application-makers.ts';
import { makeHash } from './fixtures.ts';
import { outcomeOf } from './law.ts';
import { makers, unsupportedMakers } from './makers.ts';

const VECTORS = path.join(import.meta.dirname, '../../../../shared/password-vectors.json');

interface Vector {
  readonly format: string;
  readonly hash: string;
  readonly password: string;
  readonly valid: boolean;
  readonly params?: { readonly passwordHex?: string };
}

const isInstalled = (packages: readonly string[]) => {
  try {
    execFileSync('dpkg', ['--status', ...packages], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};
// .ci/run installs every program: there, a missing one is a failure
const here = (packages: readonly string[]) => (process.env['CI'] || isInstalled(packages) ? it : it.skip);
const outcomesOf = (hash: string, password: string, wrong: string, format: string) =>
  Promise.all([outcomeOf(password, hash, format), outcomeOf(wrong, hash, format)]);

describe('hashes that other programs make now', () => {
  for (const maker of [...makers, ...saltedMakers]) {
    here(maker.packages)(`match their password and no other: ${maker.name}`, async () => {
      const password = `${randomBytes(6).toString('base64')} ñ € 🔑`;
      const made = makeHash(maker, password);
      expect(await outcomesOf(made, password, `x${password}`, maker.format)).toEqual(['match', 'no match']);
    });
  }

  for (const maker of unsupportedMakers) {
    here(maker.packages)(`are known and not supported: ${maker.name}`, async () => {
      expect(await outcomeOf('password', makeHash(maker, 'password'))).toBe('unsupported hash');
    });
  }
});

(existsSync(VECTORS) ? describe : describe.skip)('the shared vectors', () => {
  const vectors = existsSync(VECTORS) ? (JSON.parse(readFileSync(VECTORS, 'utf8')) as Vector[]) : [];

  it.each(vectors.map((vector, index) => ({ index, ...vector })))(
    '$format $index: $valid',
    async ({ hash, password, valid, params }) => {
      const bytes =
        params?.passwordHex === undefined
          ? new TextEncoder().encode(password)
          : Buffer.from(params.passwordHex, 'hex');
      const outcome = await outcomeOf(bytes, hash);
      if (valid) expect(outcome).toBe('match');
      else expect(outcome).not.toBe('match');
    },
    // version 0x10 of Argon2 is slow where jest isolates modules
    60_000,
  );
});
