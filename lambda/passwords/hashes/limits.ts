import { HashUndecidable } from './scheme.ts';

const MIB = 1024 * 1024;

/**
 * The most one check may cost, about a second on one vCPU each (`bench/hashes.ts` measures): a damaged or hostile row
 * must not hold the hook beyond its deadline, nor fill its memory.
 */
export const LIMITS = {
  /** Characters of a stored hash: far above the longest format. */
  hashCharacters: 4096,
  /** Bytes of a password: the iterated digests cost more with each. */
  passwordBytes: 4096,
  /** log2 of the rounds. */
  bcryptCost: 14,
  argon2MemoryBytes: 256 * MIB,
  /** Memory times passes. */
  argon2WorkBytes: 1024 * MIB,
  /** Memory times passes of version 0x10, which is computed in JavaScript. */
  argon2OldWorkBytes: 128 * MIB,
  /** 128·N·r. */
  scryptMemoryBytes: 256 * MIB,
  /** 128·N·r·p. */
  scryptWorkBytes: 512 * MIB,
  /** Rounds of HMAC times blocks of the derived key. */
  pbkdf2Rounds: 2_000_000,
  /** Rounds of sha-crypt, times {@link passwordBlocks}. */
  shaCryptRounds: 1_000_000,
  /** Rounds of phpass and Drupal, times {@link passwordBlocks}. */
  phpassRounds: 2 ** 20,
} as const;

/** How many times the work of a short password an iterated digest has with this one. */
export function passwordBlocks(password: Uint8Array): number {
  return Math.ceil(password.length / 64);
}

/**
 * Refuses work above a limit, before it is begun.
 *
 * @throws HashUndecidable `over the work limit`, also when the amount is no number
 */
export function limitWork(amount: number, limit: number): void {
  if (!(amount <= limit)) throw new HashUndecidable('over the work limit');
}
