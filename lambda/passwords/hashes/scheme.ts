import type { UndecidedReason } from '../outcome.ts';
import type { OktaPasswordHash } from './okta-hash.ts';

/** A stored hash: its text, and what some formats keep in columns beside it. */
export interface StoredHash {
  readonly hash: string;
  /** Only formats that do not carry their salt use it. */
  readonly salt?: string;
}

/** A check that can be made, with its cost known before anything is computed. */
export interface HashCheck {
  /**
   * Tells whether the password makes this hash; constant time in the comparison.
   *
   * @param password the bytes as the person typed them (UTF-8); never empty, without NUL, at most
   *   `LIMITS.passwordBytes`. It belongs to the caller: not kept, not changed.
   * @param signal ends long work early where the scheme can; work that was ended rejects with its reason
   * @throws HashUndecidable `over the work limit` where the cost depends on the password too, before computing
   */
  verify(password: Uint8Array, signal?: AbortSignal): Promise<boolean>;
}

/** A stored hash that nobody can check. */
export class HashUndecidable extends Error {
  override readonly name = 'HashUndecidable';
  readonly code = 'ERR_HASH_UNDECIDABLE';
  readonly reason: Extract<UndecidedReason, 'malformed hash' | 'unsupported hash' | 'over the work limit'>;

  constructor(reason: HashUndecidable['reason']) {
    super(`the stored hash cannot be checked: ${reason}`);
    this.reason = reason;
  }
}

/** How stored hashes of one spelling are read, whatever stands in front of them or says that they are theirs. */
export interface HashReader {
  /**
   * Reads the hash (already trimmed) and its parameters, and computes nothing.
   *
   * @throws HashUndecidable when it is malformed, unsupported, or above the work limits
   */
  prepare(stored: StoredHash): HashCheck;
  /**
   * The hash as Okta could take it with the user, so that no hook is needed, also where its work is above our limits;
   * absent or undefined where Okta has no such format.
   *
   * @throws HashUndecidable when it is malformed
   */
  forOkta?(stored: StoredHash): OktaPasswordHash | undefined;
}

/** One format of stored hashes, one file each. */
export interface HashScheme extends HashReader {
  /** As `--format` and the credential table name it, such as `bcrypt`. */
  readonly name: string;
  /** What uses it, in a few words, for the list of formats. */
  readonly usedBy: string;
  /** False for formats that are known by name only. @default true */
  readonly isSupported?: boolean;
  /**
   * Tells from its first characters or its shape whether a hash claims this format, also when the rest of it is
   * damaged (`prepare` finds that out); false for formats that are never guessed.
   */
  recognises(hash: string): boolean;
}
