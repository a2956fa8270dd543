import type { Holder, LoginDirectory } from './directory.ts';
import { foldLogin } from './fold.ts';
import type { LoginLedger } from './ledger.ts';
import type { Candidate, LoginQuestion, Numbering } from './question.ts';

/** A login of a question, and who holds it as far as the directory can say. */
export interface Attempt extends Candidate {
  readonly fold: string;
  readonly holder: Holder['state'];
}

/** Looks up logins that nobody has asked about yet. */
type Look = (candidates: readonly Candidate[]) => Promise<readonly Attempt[]>;

const FIRST_GALLOP = 8;
const LONGEST_GALLOP = 64;

/**
 * The logins of a question in the order in which they are tried, as many at once as are looked up together. Each
 * group has to be awaited before the next one is asked for.
 */
export function* attemptsOf(
  question: LoginQuestion,
  world: { readonly directory: LoginDirectory; readonly ledger: LoginLedger },
  signal: AbortSignal,
): Generator<Promise<readonly Attempt[]>> {
  const seen = new Set<string>();
  const look: Look = async (candidates) => {
    const fresh: Attempt[] = [];
    for (const { label, login, checkedByOkta } of candidates) {
      const fold = foldLogin(login);
      if (seen.has(fold)) continue;
      seen.add(fold);
      fresh.push({ label, login, checkedByOkta, fold, holder: 'unknown' });
    }
    const isAsked = world.directory.kind !== 'none' && fresh.some(({ checkedByOkta }) => !checkedByOkta);
    if (!isAsked) return fresh;
    const holders = await holdersOf(fresh, question.selfId, world.directory, signal);
    return fresh.map((attempt, index) => ({ ...attempt, holder: holders[index]?.state ?? 'unknown' }));
  };

  for (const checked of [true, false]) {
    const candidates = question.candidates.filter(({ checkedByOkta }) => checkedByOkta === checked);
    if (candidates.length > 0) yield look(candidates);
  }
  const { numbering } = question;
  if (numbering && makesLogins(numbering)) yield* numbered(numbering, world.ledger, look, signal);
}

/** Whether numbers make logins at all: it is their length that makes one invalid, so each length is asked once. */
function makesLogins({ from, to, at }: Numbering): boolean {
  for (let n = from; n <= to; n = 10 ** String(n).length) {
    if (at(n) !== undefined) return true;
  }
  return false;
}

function* numbered(
  numbering: Numbering,
  ledger: LoginLedger,
  look: Look,
  signal: AbortSignal,
): Generator<Promise<readonly Attempt[]>> {
  let count = 1;
  let isOver = false;
  const lookFurther = async () => {
    signal.throwIfAborted();
    const first = await ledger.takeNumbers(numbering.base, numbering.from, count, signal);
    isOver = first + count > numbering.to;
    const attempts = await look(numberedCandidates(numbering, first, count));
    const anyFree = attempts.some(({ holder }) => holder !== 'taken');
    // Numbers that are all held in Okta already are passed in growing strides; gaps are accepted.
    count = anyFree ? 1 : Math.min(LONGEST_GALLOP, Math.max(FIRST_GALLOP, count * 2));
    return attempts;
  };
  while (!isOver) yield lookFurther();
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
