import type { LoginDirectory } from './directory.ts';
import { foldLogin } from './fold.ts';
import type { Candidate, LoginChoice, LoginQuestion, TriedLogin } from './question.ts';

/** What a call had found out before the ledger stopped answering. */
export interface FoundOut {
  readonly tried: readonly TriedLogin[];
  /** The folded logins that somebody else turned out to have. */
  readonly lost: ReadonlySet<string>;
  readonly directoryDegraded: boolean;
}

/**
 * Without a ledger only a login that Okta itself calls free may be used, and none that is known to be somebody
 * else's; it is claimed for nobody.
 */
export async function chooseUnclaimed(
  question: LoginQuestion,
  { tried, lost, directoryDegraded }: FoundOut,
  directory: LoginDirectory,
  signal: AbortSignal,
): Promise<LoginChoice> {
  const degraded = { repeated: false, tried, directoryDegraded, ledgerDegraded: true } as const;
  const use = ({ label, login }: Candidate) => ({ ...degraded, kind: 'unclaimed', label, login }) as const;
  const candidates = question.candidates.filter(({ login }) => {
    const fold = foldLogin(login);
    return fold !== question.conflicting && !lost.has(fold);
  });
  const checked = candidates.find((candidate) => candidate.checkedByOkta);
  if (checked) return use(checked);
  const holders = await directory.lookup(
    candidates.map(({ login }) => login),
    signal,
  );
  const free = candidates.find((_, index) => holders[index]?.state === 'free');
  if (free) return use(free);
  const isUnknown = directory.kind === 'okta' && holders.some((holder) => holder.state === 'unknown');
  return { ...degraded, kind: 'unknown', directoryDegraded: directoryDegraded || isUnknown };
}
