import { createHash } from 'node:crypto';
import { encodeItoa64, shuffled } from './crypt-base64.ts';
import { digestOf } from './digest-of.ts';
import { equalBytes } from './encodings.ts';
import { LIMITS, limitWork, passwordBlocks } from './limits.ts';
import { demand, partsOf } from './parts.ts';
import { repeat } from './rounds.ts';
import type { HashScheme } from './scheme.ts';

const DEFAULT_ROUNDS = 5000;
const LEAST_ROUNDS = 1000;

interface Variant {
  readonly algorithm: 'sha256' | 'sha512';
  readonly digestBytes: number;
  /** Which byte of the digest is written where. */
  readonly order: readonly number[];
}

const SHA256: Variant = { algorithm: 'sha256', digestBytes: 32, order: [...thirds(10, 1), 30, 31] };
const SHA512: Variant = { algorithm: 'sha512', digestBytes: 64, order: [...thirds(21, 2), 63] };

/** `$5$` and `$6$` of crypt(3). Source: Ulrich Drepper, Unix crypt using SHA-256 and SHA-512, version 0.6. */
export const shaCrypt: HashScheme = {
  name: 'sha-crypt',
  usedBy: 'shadow files ($5$ SHA-256, $6$ SHA-512), Dovecot, passlib',
  recognises: (hash) => /^\$[56]\$/.test(hash),
  prepare: ({ hash }) => {
    const [kind, given, saltText, expected] = partsOf(
      4,
      /^\$([56])\$(?:rounds=([1-9]\d*)\$)?([^$:\n]{0,16})\$([./0-9A-Za-z]+)$/,
      hash,
    );
    const variant = kind === '5' ? SHA256 : SHA512;
    const rounds = given ? Number(given) : DEFAULT_ROUNDS;
    demand(rounds >= LEAST_ROUNDS && expected.length === Math.ceil((variant.digestBytes * 8) / 6));
    limitWork(rounds, LIMITS.shaCryptRounds);
    return {
      verify: async (password, signal) => {
        limitWork(rounds * passwordBlocks(password), LIMITS.shaCryptRounds);
        const made = await compute(variant, password, Buffer.from(saltText), rounds, signal);
        return equalBytes(Buffer.from(encodeItoa64(shuffled(made, variant.order))), Buffer.from(expected));
      },
    };
  },
};

/** Steps 1 to 21 of the specification. */
async function compute(
  variant: Variant,
  password: Uint8Array,
  salt: Uint8Array,
  rounds: number,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const { algorithm } = variant;
  let made: Uint8Array = start(variant, password, salt);
  const p = stretched(repeated(algorithm, password, password.length), password.length);
  const s = stretched(repeated(algorithm, salt, 16 + (made[0] ?? 0)), salt.length);
  await repeat(rounds, signal, (round) => {
    const odd = round % 2 === 1;
    made = digestOf(algorithm, [
      odd ? p : made,
      ...(round % 3 ? [s] : []),
      ...(round % 7 ? [p] : []),
      odd ? made : p,
    ]);
  });
  p.fill(0);
  return made;
}

/** Steps 1 to 12: digest A, which the rounds begin with. */
function start({ algorithm }: Variant, password: Uint8Array, salt: Uint8Array): Uint8Array {
  const b = digestOf(algorithm, [password, salt, password]);
  const a = createHash(algorithm).update(password).update(salt).update(stretched(b, password.length));
  for (let bits = password.length; bits > 0; bits >>= 1) a.update(bits & 1 ? b : password);
  return a.digest();
}

/** The digest of the same bytes, several times over. */
function repeated(algorithm: Variant['algorithm'], bytes: Uint8Array, times: number): Uint8Array {
  const hash = createHash(algorithm);
  for (let time = 0; time < times; time += 1) hash.update(bytes);
  return hash.digest();
}

/** A digest over and over, cut at a length. */
function stretched(bytes: Uint8Array, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => bytes[index % bytes.length] ?? 0);
}

/** Takes one byte of each third of the digest in turn, last third first, and turns every group further than the one before. */
function thirds(length: number, turn: number): number[] {
  return Array.from({ length }, (_, index) => {
    const group = [2 * length + index, length + index, index];
    const cut = (index * turn) % group.length;
    return [...group.slice(cut), ...group.slice(0, cut)];
  }).flat();
}
