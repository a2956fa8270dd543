import type { Holder, LoginDirectory } from './directory.ts';
import { foldLogin } from './fold.ts';
import type { LoginLedger } from './ledger.ts';
import type { Candidate, LoginQuestion, Numbering, TriedLogin } from './question.ts';

/** A login worth claiming: nobody in Okta holds it, as far as the directory can say. */
export interface Attempt extends Candidate {
  readonly fold: string;
  readonly holder: Holder['state'];
}

const FIRST_GALLOP = 8;
const LONGEST_GALLOP = 64;
const UNCHECKED: Holder = { state: 'unknown' };

/** The logins of a question in the order in which they are tried, without those that Okta says are taken. */
export async function* attemptsOf(
  question: LoginQuestion,
  world: { readonly directory: LoginDirectory; readonly ledger: LoginLedger },
  tried: TriedLogin[],
  signal: AbortSignal,
): AsyncGenerator<Attempt> {
  const seen = new Set<string>();

  async function* free(candidates: readonly Candidate[]): AsyncGenerator<Attempt> {
    const fresh = candidates.filter(({ login }) => !seen.has(foldLogin(login)));
    const holders = await holdersOf(fresh, question.selfId, world.directory, signal);
    for (const [index, candidate] of fresh.entries()) {
      const fold = foldLogin(candidate.login);
      const holder = holders[index] ?? UNCHECKED;
      if (seen.has(fold)) continue;
      seen.add(fold);
      if (holder.state === 'taken')
        tried.push({ label: candidate.label, login: candidate.login, outcome: 'held in Okta' });
      else yield { ...candidate, fold, holder: holder.state };
    }
  }

  const checked = question.candidates.filter((candidate) => candidate.checkedByOkta);
  yield* free(checked);
  yield* free(question.candidates.filter((candidate) => !candidate.checkedByOkta));
  const { numbering } = question;
  if (numbering && makesLogins(numbering)) yield* numbered(numbering, world.ledger, free, signal);
}

/** Whether numbers make logins at all: it is their length that makes one invalid, so each length is asked once. */
function makesLogins({ from, to, at }: Numbering): boolean {
  for (let n = from; n <= to; n = 10 ** String(n).length) {
    if (at(n) !== undefined) return true;
  }
  return false;
}

async function* numbered(
  numbering: Numbering,
  ledger: LoginLedger,
  free: (candidates: readonly Candidate[]) => AsyncGenerator<Attempt>,
  signal: AbortSignal,
): AsyncGenerator<Attempt> {
  for (let count = 1; ; ) {
    signal.throwIfAborted();
    const first = await ledger.takeNumbers(numbering.base, numbering.from, count, signal);
    if (first > numbering.to) return;
    let anyFree = false;
    for await (const attempt of free(numberedCandidates(numbering, first, count))) {
      anyFree = true;
      yield attempt;
    }
    // Numbers that are all held in Okta already are passed in growing strides; gaps are accepted.
    count = anyFree ? 1 : Math.min(LONGEST_GALLOP, Math.max(FIRST_GALLOP, count * 2));
  }
}

function numberedCandidates(numbering: Numbering, first: number, count: number): Candidate[] {
  const candidates: Candidate[] = [];
  for (let n = first; n < first + count && n <= numbering.to; n++) {
    const login = numbering.at(n);
    if (login !== undefined) candidates.push({ label: `number ${n}`, login, checkedByOkta: false });
  }
  return candidates;
}

async function holdersOf(
  candidates: readonly Candidate[],
  selfId: string | undefined,
  directory: LoginDirectory,
  signal: AbortSignal,
): Promise<readonly Holder[]> {
  if (candidates.length === 0 || candidates.every((candidate) => candidate.checkedByOkta)) return [];
  const holders = await directory.lookup(
    candidates.map(({ login }) => login),
    signal,
  );
  return holders.map((holder) => (isSelf(holder, selfId) ? { state: 'free' } : holder));
}

/** Tells whether a login is held by the very person this import is linked to. */
export function isSelf(holder: Holder, selfId: string | undefined): boolean {
  return holder.state === 'taken' && holder.id === selfId;
}
