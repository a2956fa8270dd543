import type { CredentialTable } from '../passwords/credentials/find.ts';
import { FAILED_EVENTS, FAILURES_COUNTED } from '../passwords/credentials/record.ts';
import { type Change, ownerOf, updateOwn } from './own-record.ts';
import type { PasswordImport } from './read-event.ts';

/** Records one event; false when nothing says whose it is, or the record is somebody else's. Rejects with the SDK's errors. */
export type RecordImport = (event: PasswordImport, signal: AbortSignal) => Promise<boolean>;

/**
 * Records events on the person's credential, found by Okta's id and else by login; where there is none, one is made.
 * Every write holds a condition that makes order and repetition indifferent: the latest success and the latest failure
 * win, and each failure counts once. It also holds that the record is this person's: one that has another id of Okta's,
 * or was found by a login that only looks alike, is left alone. The hash is neither read nor written.
 *
 * `holdingMs` is how long a hash is kept after Okta has saved the password.
 */
export function createRecordImport({
  holdingMs,
  ...place
}: CredentialTable & { readonly holdingMs: number }): RecordImport {
  return async (event, signal) => {
    const owner = await ownerOf(event, place, signal);
    if (!owner) return false;
    const changes = event.succeeded ? [success(event, holdingMs)] : [failedAt(event), failedOnce(event)];
    const write = (change: Change) => updateOwn(place, { owner, change }, signal);
    // what is not written has been already, or is not theirs to write: the record itself says which
    const recorded = await Promise.all(changes.map(async (one) => (await write(one)) || write(NOTHING_NEW)));
    return recorded.every(Boolean);
  };
}

const success = ({ at }: PasswordImport, holdingMs: number): Change => ({
  set: ['migratedAt = :at', 'deleteAfter = :until', '#state = :state'],
  condition: 'attribute_not_exists(migratedAt) OR migratedAt < :at',
  values: { ':at': time(at), ':until': time(at + holdingMs), ':state': { S: 'migrated' } },
});

const failedAt = ({ at }: PasswordImport): Change => ({
  set: ['lastFailureAt = :at', WAITING],
  condition: 'attribute_not_exists(lastFailureAt) OR lastFailureAt < :at',
  values: { ':at': time(at), ':state': { S: 'waiting' } },
});

const failedOnce = ({ uuid }: PasswordImport): Change => ({
  set: [WAITING],
  add: '#failed :uuid',
  condition: 'attribute_not_exists(#failed) OR size(#failed) < :most',
  names: { '#failed': FAILED_EVENTS },
  values: {
    ':uuid': { SS: [uuid] },
    ':most': { N: String(FAILURES_COUNTED) },
    ':state': { S: 'waiting' },
  },
});

/** A failure changes no state; it makes a record where there is none. */
const WAITING = '#state = if_not_exists(#state, :state)';

/** Is refused by a record of somebody else alone. */
const NOTHING_NEW: Change = { set: [WAITING], values: { ':state': { S: 'waiting' } } };

const time = (milliseconds: number) => ({ N: String(milliseconds) });
