import { OktaAnswerInvalid, OktaError, OktaUnreachable } from '../../../lambda/platform/okta/errors.ts';
import { wordsOf } from '../../okta-words.ts';
import type { CreatedEntry, CreationState } from '../created.ts';
import type { ProgrammeWriter } from '../credential-writer.ts';
import type { PacedOkta } from '../paced-okta.ts';
import type { PlannedPerson } from '../plan-file.ts';
import { type FoundPerson, findPerson, foundPerson, isOurs } from './find-person.ts';
import type { Names } from './names.ts';
import { appRequest, createRequest, ENDPOINTS, groupRequest, MOST_GROUPS } from './requests.ts';

/** An entry without what is the same for all of a person's; `at` is now, unless it says another time. */
type Step<Entry = CreatedEntry> = Entry extends CreatedEntry
  ? Omit<Entry, 'row' | 'at'> & Partial<Pick<Entry, 'at'>>
  : never;

/** What it takes to create somebody. */
export interface Hands {
  readonly okta: PacedOkta;
  readonly names: Names;
  /** Absent: passwords are checked elsewhere. */
  readonly writer: ProgrammeWriter | undefined;
  /** The state of a row; undefined: nothing was begun. */
  stateOf(row: number): CreationState | undefined;
  /** Resolves when the step is on the disk. */
  record(row: number, step: Step): Promise<void>;
  /** Waits before the create call goes out once more: longer each time. */
  pause(attempt: number): Promise<void>;
}

const ATTEMPTS = 4;
const TAKEN = 'login taken: somebody had it in Okta before';
/** What Okta says of a login that somebody has. */
const LOGIN_EXISTS = /\blogin: .*already exists/;

/** Okta will not have the person; `unsure`: it may have created them all the same. */
class Refused extends Error {
  override readonly name = 'Refused';
  readonly words: string;
  readonly unsure: boolean;

  constructor(words: string, { unsure = false } = {}) {
    super('refused by Okta');
    this.words = words;
    this.unsure = unsure;
  }
}

/**
 * Takes one person from wherever they stand to the end: created, known to the credential table, in all groups and
 * apps. Whatever step it was stopped at, taking them up again neither repeats nor leaves out anything.
 *
 * @throws what concerns everybody, and not this person: an unreachable Okta or table, credentials, the journal, stopping
 */
export async function createPerson(person: PlannedPerson, hands: Hands): Promise<void> {
  const { row } = person;
  try {
    const id = hands.stateOf(row)?.id ?? (await bringIn(person, hands));
    await store(person, id, hands);
    await assign(person, id, hands);
    await hands.record(row, { step: 'done' });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { words, unsure } = error;
    await hands.record(row, { step: 'failed', error: words, ...(unsure && { unsure }) });
  }
}

/** Creates somebody, or finds whom a call that nobody saw the answer of has created. */
async function bringIn(person: PlannedPerson, hands: Hands): Promise<string> {
  let isLost = hands.stateOf(person.row)?.begunAt !== undefined;
  for (let attempt = 1; ; attempt++) {
    if (isLost) {
      const found = await adopt(person, hands);
      if (found !== undefined) return found;
    }
    try {
      return await post(person, hands);
    } catch (error) {
      // a first call may have gone through while a second one was on its way, and Okta show the person later
      const isOpen = isAmbiguous(error) || (isLost && isLoginTaken(error));
      if (!isOpen) throw refusalOf(error, ENDPOINTS.create, hands);
      if (attempt >= ATTEMPTS) throw given(error);
      await hands.pause(attempt);
    }
    isLost = true;
  }
}

async function post(person: PlannedPerson, { okta, names, record, stateOf }: Hands): Promise<string> {
  const { row } = person;
  const request = createRequest(person, person.groups.map(names.groupId));
  // a call that may have gone through stays the one that counts
  const isBegun = stateOf(row)?.begunAt !== undefined;
  const before = isBegun ? undefined : () => record(row, { step: 'begun' });
  const made = foundPerson((await okta.ask(ENDPOINTS.create, { ...request, before })).body);
  if (!made) throw new OktaAnswerInvalid('not a user');
  await record(row, { step: 'created', id: made.id, at: made.created });
  return made.id;
}

/** @throws Refused when somebody else has the login */
async function adopt({ row, profile }: PlannedPerson, hands: Hands): Promise<string | undefined> {
  const found: FoundPerson | undefined = await findPerson(hands.okta, String(profile['login']));
  if (!found) return undefined;
  const begunAt = hands.stateOf(row)?.begunAt;
  if (begunAt === undefined || !isOurs(found, begunAt)) throw new Refused(TAKEN);
  await hands.record(row, { step: 'created', id: found.id, at: found.created, adopted: true });
  return found.id;
}

/** The password hook needs the row; Okta's events find it by the id. */
async function store(
  { row, way, wave, profile }: PlannedPerson,
  oktaId: string,
  hands: Hands,
): Promise<void> {
  const { stored = false, createdAt = 0 } = hands.stateOf(row) ?? {};
  if (!hands.writer || way !== 'hook' || stored) return;
  await hands.writer.write({ login: String(profile['login']), oktaId, wave, createdAt });
  await hands.record(row, { step: 'stored' });
}

/** Groups that went along with the create call are not repeated, unless nobody saw its answer. */
async function assign({ row, groups, apps }: PlannedPerson, id: string, hands: Hands): Promise<void> {
  const { okta, names } = hands;
  const further = hands.stateOf(row)?.adopted ? groups : groups.slice(MOST_GROUPS);
  for (const name of further) {
    const request = groupRequest(names.groupId(name), id);
    await okta
      .ask(ENDPOINTS.group, request)
      .catch((error) => raise(refusalOf(error, ENDPOINTS.group, hands, `group ${name}`)));
  }
  for (const name of apps) {
    const request = appRequest(names.appId(name), id);
    await okta
      .ask(ENDPOINTS.app, request)
      .catch((error) => raise(refusalOf(error, ENDPOINTS.app, hands, `app ${name}`)));
  }
}

/** What went wrong, as this person's refusal where it is theirs alone. */
function refusalOf(error: unknown, endpoint: string, { okta }: Hands, where?: string): unknown {
  if (!(error instanceof OktaError) || error.status === 401) return error;
  if (error.status === 403 && !okta.hasWorked(endpoint)) return error;
  const words = wordsOf(error);
  const prefix = where ?? (LOGIN_EXISTS.test(words) ? 'login taken' : undefined);
  return new Refused(prefix === undefined ? words : `${prefix}: ${words}`);
}

const given = (error: unknown): unknown =>
  error instanceof OktaError ? new Refused(wordsOf(error), { unsure: true }) : error;

const isAmbiguous = (error: unknown): boolean =>
  error instanceof OktaUnreachable ||
  error instanceof OktaAnswerInvalid ||
  (error instanceof OktaError && error.status >= 500);

const isLoginTaken = (error: unknown): boolean =>
  error instanceof OktaError && LOGIN_EXISTS.test(wordsOf(error));

function raise(error: unknown): never {
  throw error;
}
