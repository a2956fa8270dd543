import { createHash, randomBytes } from 'node:crypto';

const LENGTH = 20;

/** An id as Okta makes them: 20 characters, the first three of which say what it names (`cal`, `who`, `00g`). */
export function oktaId(prefix: string): string {
  return idFrom(prefix, randomBytes(32));
}

/** The id that always goes with the same name, so that it outlives a restart. */
export function namedOktaId(prefix: string, name: string): string {
  return idFrom(prefix, createHash('sha256').update(name).digest());
}

function idFrom(prefix: string, bytes: Buffer): string {
  const letters = bytes.toString('base64').replace(/[^A-Za-z0-9]/g, '');
  return (prefix + letters.padEnd(LENGTH, '0')).slice(0, LENGTH);
}
