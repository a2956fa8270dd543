import type { Org } from '../org/org.ts';
import { defaultIntent, type Intent, readAnswer } from './answer.ts';
import type { Arrival, ImportJob } from './import-call.ts';
import type { HookReply } from './import-hook.ts';
import type { JobBook } from './job-book.ts';
import { changesOf, landingOf } from './landing.ts';
import { NOTES } from './notes.ts';
import type { RehearsedRow } from './rehearsed-row.ts';

/** What became of a person, and what is to be noted about that. */
export type Fate = Pick<
  RehearsedRow,
  'outcome' | 'action' | 'loginAfter' | 'linkTarget' | 'notes' | 'changes' | 'reason'
>;

/** The job as far as a fate depends on it and changes it. */
export interface FateWorld {
  readonly org: Org;
  readonly book: JobBook;
  readonly job: ImportJob;
  /** What Okta does with a person when the hook answers with an error; it does not say. */
  readonly onError: 'create' | 'skip';
}

/** Carries out what came of asking the hook about a person; the book knows of it afterwards. */
export function fateOf(reply: HookReply, arrival: Arrival, world: FateWorld): Fate {
  if (reply.kind === 'no answer')
    return byDefault(arrival, world, 'failed', `no answer from the hook: ${reply.reason}`);
  const answer = readAnswer(reply.body, arrival, world.job.settings.map);
  switch (answer.kind) {
    case 'intent':
      return carryOut(answer.intent, arrival, world, true);
    case 'rejected':
      return nothing(arrival, 'failed', `Okta would not carry the answer out: ${answer.reason}`);
    case 'error':
      return world.onError === 'skip'
        ? nothing(arrival, 'error answered', answer.errorSummary)
        : byDefault(arrival, world, 'error answered', answer.errorSummary);
  }
}

/** Okta goes on without the hook; what it does then shows in `action`. */
function byDefault(arrival: Arrival, world: FateWorld, outcome: Fate['outcome'], reason: string): Fate {
  const fate = carryOut(defaultIntent(arrival), arrival, world, false);
  return { ...fate, outcome, reason: fate.reason === undefined ? reason : `${reason}; ${fate.reason}` };
}

/** `isClaimed`: the hook answered with this, so that it knows of the login. */
function carryOut(intent: Intent, arrival: Arrival, { org, book }: FateWorld, isClaimed: boolean): Fate {
  const landing = landingOf(intent, arrival, org, book);
  const { entry, login: loginBefore } = arrival;
  const changes = changesOf(intent, arrival);
  if (landing.outcome === 'created') {
    const { login } = landing;
    const isAmbiguous = book.hasShortName(login) || org.hasShortName(login);
    book.give(entry, login, isClaimed);
    const notes = isAmbiguous ? [NOTES.ambiguousShortName] : [];
    return { outcome: 'created', action: 'CREATE_USER', loginAfter: login, notes, changes };
  }
  if (landing.outcome === 'linked') {
    const { id } = landing;
    book.link(entry, id);
    const notes = org.get(id)?.status === 'DEPROVISIONED' ? [NOTES.deactivated] : [];
    // A linked person keeps the login they have in Okta: the hook changes none.
    const loginAfter = loginBefore;
    return { outcome: 'linked', action: 'LINK_USER', loginAfter, linkTarget: id, notes, changes };
  }
  return { ...landing, loginAfter: loginBefore, notes: [], changes };
}

function nothing({ login }: Arrival, outcome: Fate['outcome'], reason: string): Fate {
  return { outcome, loginAfter: login, notes: [], changes: [], reason };
}
