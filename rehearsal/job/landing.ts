import type { Org } from '../org/org.ts';
import type { Intent } from './answer.ts';
import type { Arrival } from './import-call.ts';
import type { JobBook } from './job-book.ts';
import type { RehearsedRow } from './rehearsed-row.ts';

/** Where a person ends who Okta is to create or link. */
export type Landing =
  | { readonly outcome: 'created'; readonly login: string }
  | { readonly outcome: 'linked'; readonly id: string }
  | { readonly outcome: 'left for review' | 'failed'; readonly reason: string };

/** Where an intent leads by Okta's rules; decides only, changes nothing. */
export function landingOf(
  intent: Intent,
  arrival: Arrival,
  org: Pick<Org, 'get' | 'objections'>,
  book: Pick<JobBook, 'rowWith' | 'rowLinkedTo'>,
): Landing {
  return intent.action === 'LINK_USER'
    ? landingOfLink(intent, org, book)
    : landingOfCreation(intent, arrival, org, book);
}

function landingOfLink(
  { linkId = '' }: Intent,
  org: Pick<Org, 'get'>,
  book: Pick<JobBook, 'rowLinkedTo'>,
): Landing {
  if (!org.get(linkId)) return failed('LINK_USER to somebody whom the org does not have');
  const row = book.rowLinkedTo(linkId);
  return row === undefined
    ? { outcome: 'linked', id: linkId }
    : review(`row ${row} is linked to this person already`);
}

function landingOfCreation(
  { user, isCommanded }: Intent,
  arrival: Arrival,
  org: Pick<Org, 'objections'>,
  book: Pick<JobBook, 'rowWith'>,
): Landing {
  const { matches } = arrival;
  if (matches.kind !== 'none' && !isCommanded)
    return review(matches.kind === 'partial' ? 'it matches partially' : 'it matches several people');
  const objections = org.objections(user);
  const refused = objections.filter(({ because }) => because !== 'taken');
  if (refused.length > 0) return failed(refused.map(({ errorSummary }) => errorSummary).join('; '));
  const login = String(user['login']);
  const row = book.rowWith(login);
  if (objections.length === 0 && row === undefined) return { outcome: 'created', login };
  const reason = row === undefined ? 'the login is taken' : `row ${row} has the login`;
  // A conflict that was there before is an administrator's; one that the answer makes is an error.
  return login === arrival.login ? review(reason) : failed(`the hook chose a login, but ${reason}`);
}

const review = (reason: string): Landing => ({ outcome: 'left for review', reason });
const failed = (reason: string): Landing => ({ outcome: 'failed', reason });

/** What an answer changed of both profiles, attribute by attribute. */
export function changesOf(intent: Intent, arrival: Arrival): RehearsedRow['changes'] {
  return (['appUser', 'user'] as const).flatMap((profile) => {
    const [before, after] = [arrival[profile], intent[profile]];
    if (before === after) return [];
    return Object.keys(after)
      .filter((name) => !isSame(before[name], after[name]))
      .map((name) => ({
        path: `${profile}.${name}`,
        before: before[name] ?? null,
        after: after[name] ?? null,
      }));
  });
}

const isSame = (a: unknown, b: unknown) => a === b || JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
