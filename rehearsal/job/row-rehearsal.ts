import type { Profile } from '../org/person.ts';
import { type Fate, type FateWorld, fateOf } from './fate.ts';
import { type Arrival, importCall } from './import-call.ts';
import type { HookReply, ImportHook, ReplyTrace } from './import-hook.ts';
import { JobBook } from './job-book.ts';
import { createMatcher } from './matching.ts';
import { NOTES } from './notes.ts';
import type { PersonRow } from './people.ts';
import type { RehearsedRow } from './rehearsed-row.ts';

/** What rehearsing one row needs. */
export interface RowRehearsalOptions extends Omit<FateWorld, 'book'> {
  readonly hook: ImportHook;
  /** A row that the hook cannot be asked about ends the rehearsal. */
  readonly strict: boolean;
  readonly signal: AbortSignal;
}

/** A row that the hook cannot be asked about: it is no person, or not a person of its own. Quotes nothing. */
export class RowUnusable extends Error {
  override readonly name = 'RowUnusable';
  readonly code = 'ERR_ROW_UNUSABLE';
  readonly row: number;

  constructor(row: number, problem: string) {
    super(`row ${row}: ${problem}`);
    this.row = row;
  }
}

/** What a row says about the person in it. */
type Known = Pick<RehearsedRow, 'row' | 'externalId' | 'name'>;

const NO_TRACE: ReplyTrace = { rules: [], candidates: [], notes: [] };

/** Rehearses the rows of one job, each on what the ones before have left. */
export class RowRehearsal {
  readonly #options: RowRehearsalOptions;
  readonly #world: FateWorld;
  readonly #match: ReturnType<typeof createMatcher>;
  readonly #book = new JobBook();

  constructor(options: RowRehearsalOptions) {
    this.#options = options;
    this.#world = { ...options, book: this.#book };
    this.#match = createMatcher(options.job.settings, options.org);
  }

  /**
   * Exactly one result a row.
   *
   * @throws RowUnusable when `strict`
   * @throws the reason of the signal when that aborts
   */
  async play(person: PersonRow): Promise<RehearsedRow> {
    if ('problem' in person)
      return this.#refuse({ row: person.row, externalId: '', name: '' }, person.problem);
    const { row, appUser } = person;
    const externalId = textOf(appUser['externalId']);
    const known = { row, externalId, name: nameIn(appUser) };
    const before = this.#book.rowOf(externalId);
    if (before !== undefined) return this.#refuse(known, `row ${before} has this external id`);
    const { user, faults } = this.#options.job.settings.map(appUser);
    const login = textOf(user['login']);
    const entry = this.#book.open(row, externalId, login);
    const [fault] = faults;
    if (fault) return this.#refuse(known, `the mapping of ${fault.attribute} fails: ${fault.code}`);
    if (login === '') return this.#refuse(known, 'no login');
    return this.#ask(this.#arrivalOf({ row, entry, login, appUser, user }), known);
  }

  #refuse(known: Known, problem: string): RehearsedRow {
    if (this.#options.strict) throw new RowUnusable(known.row, problem);
    return failedRow(known, problem);
  }

  #arrivalOf(person: Pick<Arrival, 'row' | 'entry' | 'login' | 'appUser' | 'user'>): Arrival {
    const { login, user } = person;
    const matches = this.#match(user);
    const linkTo = matches.kind === 'exact' && matches.people.length === 1 ? matches.people[0] : undefined;
    const inConflict =
      !linkTo && (this.#options.org.holderOf(login) !== undefined || this.#book.isUnclaimed(login));
    return { ...person, matches, linkTo, inConflict };
  }

  async #ask(arrival: Arrival, known: Known): Promise<RehearsedRow> {
    const { hook, job, signal } = this.#options;
    const earlier = arrival.linkTo ? undefined : this.#book.rowThatWanted(arrival.entry);
    const reply = await hook.ask(importCall(arrival, job), signal);
    const { notes, ...fate } = fateOf(reply, arrival, this.#world);
    const collision = earlier === undefined ? [] : [`${NOTES.collision}${earlier}`];
    return rowOf(known, arrival.login, reply, { ...fate, notes: [...collision, ...notes] });
  }
}

/** In the order in which people read a line of `--out`. */
function rowOf(known: Known, login: string, reply: HookReply, fate: Fate): RehearsedRow {
  const trace = reply.kind === 'answered' ? reply.trace : NO_TRACE;
  const { outcome, action, loginAfter, linkTarget, changes, reason } = fate;
  return {
    ...known,
    outcome,
    ...(action && { action }),
    loginBefore: login,
    loginAfter,
    ...(reason !== undefined && { reason }),
    rules: trace.rules,
    candidates: trace.candidates,
    ...(linkTarget !== undefined && { linkTarget }),
    notes: fate.notes.length > 0 ? [...trace.notes, ...fate.notes] : trace.notes,
    changes,
    milliseconds: Math.round(reply.milliseconds * 1000) / 1000,
  };
}

function failedRow(known: Known, reason: string): RehearsedRow {
  return {
    ...known,
    outcome: 'failed',
    loginBefore: '',
    loginAfter: '',
    reason,
    rules: [],
    candidates: [],
    notes: [],
    changes: [],
    milliseconds: 0,
  };
}

function nameIn({ firstName, lastName }: Profile): string {
  return [textOf(firstName), textOf(lastName)].join(' ').trim();
}

/** A text or number as text; empty where there is neither. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : '';
}
