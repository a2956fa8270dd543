import type { OktaPasswordHash } from '../../lambda/passwords/hashes/okta-hash.ts';
import { type HashScheme, HashUndecidable } from '../../lambda/passwords/hashes/scheme.ts';
import { type FormattedHash, isDisabled, schemeOf } from '../../lambda/passwords/hashes/verify.ts';

/** What can be done with a stored hash, found out without computing anything. */
export interface Judgement {
  /** The name of its format; absent where nobody knows it. */
  readonly format?: string;
  /** Why the hook could not say anything about it; absent: it can. */
  readonly problem?: HashUndecidable['reason'];
  /** The hash as Okta takes it with the user, so that no hook is needed. */
  readonly okta?: OktaPasswordHash;
}

/** Judges a hash of a legacy system; one that stands for a disabled account is undefined. */
export function judgeHash(stored: FormattedHash, schemes: readonly HashScheme[]): Judgement | undefined {
  if (isDisabled(stored.hash)) return undefined;
  try {
    const { scheme, ...text } = schemeOf(stored, schemes);
    const okta = scheme.forOkta?.(text);
    const known = { format: scheme.name, ...(okta && { okta }) };
    return { ...known, ...problemOf(() => scheme.prepare(text)) };
  } catch (error) {
    if (error instanceof HashUndecidable) return { problem: error.reason };
    throw error;
  }
}

function problemOf(prepare: () => unknown): Pick<Judgement, 'problem'> {
  try {
    prepare();
    return {};
  } catch (error) {
    if (error instanceof HashUndecidable) return { problem: error.reason };
    throw error;
  }
}
