import { credentialFold, credentialKey } from '../../../lambda/passwords/credentials/record.ts';
import type { CredentialRow, CredentialRows } from '../credential-rows.ts';
import type { OktaPerson } from '../okta-people.ts';
import type { Finished } from './finished.ts';
import type { Situation } from './situation.ts';
import { LINKED } from './stragglers.ts';

/** A legacy hash in the table whose person was given a link instead, and of which the clean-up does not know yet. */
export interface EndedHash {
  /** The folded login under which the hash is kept. */
  readonly fold: string;
  /** Okta's id of the person, and the login in Okta. */
  readonly id: string;
  readonly login: string;
  /** Since when the link stands in for the legacy password: milliseconds since the epoch, by Okta's clock. */
  readonly endedAt: number;
  /** The record as it was read. */
  readonly row: CredentialRow;
}

/** Who was given a link by `migrate finish`: in this run or an earlier one. */
export const isLinked = (id: string, { sent }: Finished): boolean =>
  (sent.get(id)?.action ?? 'deactivate') !== 'deactivate';

/**
 * The hashes to leave to the clean-up: of people to whom `migrate finish` gave a link, and who need the password hook no
 * more, as Okta says itself.
 */
export function endedHashes(
  { okta, credentials }: Pick<Situation, 'okta' | 'credentials'>,
  finished: Finished,
): readonly EndedHash[] {
  const people = [...okta.people.values()].filter((one) => isLinked(one.id, finished) && needsNoHook(one));
  return heldBy(people, credentials).flatMap(({ fold, row, person }) => {
    const { id, login } = person;
    const endedAt = endOfUse(person, finished);
    return endedAt === undefined || !isOpen(row, endedAt) ? [] : [{ fold, id, login, endedAt, row }];
  });
}

/**
 * Okta's word, since the clock of a laptop must not shorten the holding time. Who is not waiting any more may have signed in
 * with the legacy password at the last moment, which changes no status: no earlier than the link, then.
 */
function endOfUse({ id, status, statusChanged }: OktaPerson, { sent }: Finished): number | undefined {
  if (statusChanged === undefined || LINKED.has(status)) return statusChanged;
  return Math.max(statusChanged, sent.get(id)?.at ?? 0);
}

/** Hashes in the table that the clean-up deletes for no reason yet, of these people. */
export const undatedHashes = (
  people: readonly OktaPerson[],
  credentials: CredentialRows | undefined,
): number => heldBy(people, credentials).filter(({ row }) => isOpen(row, Number.POSITIVE_INFINITY)).length;

/** Which of its reasons lets the clean-up delete a hash once its time is over; undefined: none. */
export function endOf(row: CredentialRow): 'success' | 'link' | undefined {
  const { state, migratedAt = 0, endedAt, lastFailureAt = 0, createdAt = 0 } = row;
  const counts = (since: number) => lastFailureAt <= since && createdAt <= since;
  if (state === 'migrated' && counts(migratedAt)) return 'success';
  return endedAt !== undefined && counts(endedAt) && migratedAt <= endedAt ? 'link' : undefined;
}

/** What happened after that time needs an end of its own. */
const isOpen = (row: CredentialRow, endedAt: number): boolean =>
  endOf(row) === undefined && (row.createdAt ?? 0) <= endedAt && (row.lastFailureAt ?? 0) <= endedAt;

const needsNoHook = ({ status, provider }: OktaPerson): boolean =>
  LINKED.has(status) || status === 'DEPROVISIONED' || provider !== 'IMPORT';

/** Rows with a hash and whose they are: by Okta's id, or by login where a row knows no id. */
function heldBy(people: readonly OktaPerson[], credentials: CredentialRows | undefined) {
  const byId = new Map(people.map((person) => [person.id, person]));
  const byFold = Map.groupBy(people, ({ login }) => credentialFold(credentialKey(login)));
  return [...(credentials?.byFold ?? [])].flatMap(([fold, row]) => {
    if (!row.hashHeld) return [];
    const owners = row.oktaId === undefined ? byFold.get(fold) : [byId.get(row.oktaId)];
    return (owners ?? []).flatMap((person) => (person ? { fold, row, person } : []));
  });
}
