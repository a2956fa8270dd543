import { hash } from 'node:crypto';

/** The digest of several pieces in a row; the copy that joins them is overwritten, since a password is among them. */
export function digestOf(algorithm: 'md5' | 'sha256' | 'sha512', pieces: readonly Uint8Array[]): Buffer {
  const joined = Buffer.concat(pieces);
  const made = hash(algorithm, joined, 'buffer');
  joined.fill(0);
  return made;
}
