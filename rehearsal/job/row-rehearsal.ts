import type { Org } from '../org/org.ts';
import { defaultIntent, type Intent, readAnswer } from './answer.ts';
import { type Arrival, type ImportJob, importCall } from './import-call.ts';
import type { HookReply, ImportHook, ReplyTrace } from './import-hook.ts';
import { JobBook } from './job-book.ts';
import { changesOf, landingOf } from './landing.ts';
import { createMatcher } from './matching.ts';
import { NOTES } from './notes.ts';
import type { PersonRow } from './people.ts';
import type { RehearsedRow } from './rehearsed-row.ts';

/** What rehearsing one row needs. */
export interface RowRehearsalOptions {
  readonly org: Org;
  readonly hook: ImportHook;
  readonly job: ImportJob;
  readonly onError: 'create' | 'skip';
  readonly signal: AbortSignal;
}

const NO_TRACE: ReplyTrace = { rules: [], candidates: [], notes: [] };

/** A row before its outcome is known. */
type Told = Omit<RehearsedRow, 'outcome' | 'action' | 'linkTarget' | 'reason'>;
type Common = Omit<Told, 'loginAfter' | 'changes'>;

/** Rehearses the rows of one job, each on what the ones before have left. */
export class RowRehearsal {
  readonly #options: RowRehearsalOptions;
  readonly #match: ReturnType<typeof createMatcher>;
  readonly #book = new JobBook();

  constructor(options: RowRehearsalOptions) {
    this.#options = options;
    this.#match = createMatcher(options.job.settings, options.org);
  }

  /** Exactly one result a row. Rejects with the reason of the signal only. */
  async play(person: PersonRow): Promise<RehearsedRow> {
    if ('problem' in person) return failedRow(person.row, '', person.problem);
    const { row, appUser } = person;
    const externalId = textOf(appUser['externalId']);
    const before = this.#book.rowOf(externalId);
    if (before !== undefined) return failedRow(row, externalId, `row ${before} has this external id`);
    const { user, faults } = this.#options.job.settings.map(appUser);
    const login = textOf(user['login']);
    const entry = this.#book.open(row, externalId, login);
    const [fault] = faults;
    if (fault) return failedRow(row, externalId, `the mapping of ${fault.attribute} fails: ${fault.code}`);
    if (login === '') return failedRow(row, externalId, 'no login');
    return this.#ask(this.#arrivalOf({ row, entry, login, appUser, user }), externalId);
  }

  #arrivalOf(person: Pick<Arrival, 'row' | 'entry' | 'login' | 'appUser' | 'user'>): Arrival {
    const { login, user } = person;
    const matches = this.#match(user);
    const linkTo = matches.kind === 'exact' && matches.people.length === 1 ? matches.people[0] : undefined;
    const inConflict =
      !linkTo && (this.#options.org.holderOf(login) !== undefined || this.#book.isUnclaimed(login));
    return { ...person, matches, linkTo, inConflict };
  }

  async #ask(arrival: Arrival, externalId: string): Promise<RehearsedRow> {
    const { hook, job, signal } = this.#options;
    const { row, entry, login, linkTo } = arrival;
    const earlier = linkTo ? undefined : this.#book.rowThatWanted(entry);
    const reply = await hook.ask(importCall(arrival, job), signal);
    const { rules, candidates, notes } = reply.kind === 'answered' ? reply.trace : NO_TRACE;
    return this.#conclude(arrival, reply, {
      row,
      externalId,
      loginBefore: login,
      rules,
      candidates,
      milliseconds: reply.milliseconds,
      notes: earlier === undefined ? notes : [...notes, `${NOTES.collision}${earlier}`],
    });
  }

  #conclude(arrival: Arrival, reply: HookReply, common: Common): RehearsedRow {
    if (reply.kind === 'no answer')
      return this.#byDefault(arrival, common, 'failed', `no answer from the hook: ${reply.reason}`);
    const answer = readAnswer(reply.body, arrival, this.#options.job.settings.map);
    if (answer.kind === 'rejected') {
      const reason = `Okta would not carry the answer out: ${answer.reason}`;
      return { ...common, outcome: 'failed', loginAfter: common.loginBefore, changes: [], reason };
    }
    if (answer.kind === 'intent') return this.#land(answer.intent, arrival, common, true);
    if (this.#options.onError === 'create')
      return this.#byDefault(arrival, common, 'error answered', answer.errorSummary);
    const reason = answer.errorSummary;
    return { ...common, outcome: 'error answered', loginAfter: common.loginBefore, changes: [], reason };
  }

  /** Okta goes on without the hook; what it does then shows in `action`. */
  #byDefault(
    arrival: Arrival,
    common: Common,
    outcome: RehearsedRow['outcome'],
    reason: string,
  ): RehearsedRow {
    const landed = this.#land(defaultIntent(arrival), arrival, common, false);
    const why = landed.reason === undefined ? reason : `${reason}; ${landed.reason}`;
    return { ...landed, outcome, reason: why };
  }

  #land(intent: Intent, arrival: Arrival, common: Common, claimed: boolean): RehearsedRow {
    const landing = landingOf(intent, arrival, this.#options.org, this.#book);
    const told = { ...common, loginAfter: common.loginBefore, changes: changesOf(intent, arrival) };
    switch (landing.outcome) {
      case 'created':
        return this.#create(landing.login, arrival.entry, told, claimed);
      case 'linked':
        return this.#link(landing.id, arrival.entry, told);
      default:
        return { ...told, ...landing };
    }
  }

  #create(login: string, entry: number, told: Told, claimed: boolean): RehearsedRow {
    const isAmbiguous = this.#book.hasShortName(login) || this.#options.org.hasShortName(login);
    this.#book.give(entry, login, claimed);
    const notes = isAmbiguous ? [...told.notes, NOTES.ambiguousShortName] : told.notes;
    return { ...told, outcome: 'created', action: 'CREATE_USER', loginAfter: login, notes };
  }

  /** A linked person keeps the login they have in Okta: the hook changes none. */
  #link(id: string, entry: number, told: Told): RehearsedRow {
    this.#book.link(entry, id);
    const isGone = this.#options.org.get(id)?.status === 'DEPROVISIONED';
    const notes = isGone ? [...told.notes, NOTES.deactivated] : told.notes;
    return { ...told, outcome: 'linked', action: 'LINK_USER', linkTarget: id, notes };
  }
}

function failedRow(row: number, externalId: string, reason: string): RehearsedRow {
  return {
    row,
    externalId,
    outcome: 'failed',
    loginBefore: '',
    loginAfter: '',
    rules: [],
    candidates: [],
    milliseconds: 0,
    notes: [],
    changes: [],
    reason,
  };
}

/** A text or number as text; empty where there is neither. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : '';
}
