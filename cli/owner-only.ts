import { fchmodSync, fstatSync } from 'node:fs';

/** The mode of files about people: their owner reads and writes them, nobody else. */
export const OWNER_ONLY = 0o600;

/**
 * Takes an opened file from everybody but its owner, also one that was there before with another mode. What is no
 * file, such as a terminal or `/dev/null`, stays as it is.
 */
export function restrictToOwner(descriptor: number): void {
  if (fstatSync(descriptor).isFile()) fchmodSync(descriptor, OWNER_ONLY);
}
