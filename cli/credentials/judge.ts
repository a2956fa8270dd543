import type { OktaPasswordHash } from '../../lambda/passwords/hashes/okta-hash.ts';
import { schemes as registered } from '../../lambda/passwords/hashes/registry.ts';
import { type HashScheme, HashUndecidable } from '../../lambda/passwords/hashes/scheme.ts';
import { type FormattedHash, isDisabled, schemeOf } from '../../lambda/passwords/hashes/verify.ts';

/** What can be done with a stored hash, found out without computing anything. */
export interface Judgement {
  /** The name of its format; absent where nobody knows it. */
  readonly format?: string;
  /** Why nobody here could say anything about it; absent: we can. */
  readonly problem?: HashUndecidable['reason'];
  /** The hook cannot say anything about it, or would call every password wrong: it has no settings of the application. */
  readonly needsSettings?: true;
  /** The hash as Okta takes it with the user, so that no hook is needed. */
  readonly okta?: OktaPasswordHash;
}

/** Judges a hash of a legacy system; one that stands for a disabled account is undefined. */
export function judgeHash(stored: FormattedHash, schemes: readonly HashScheme[]): Judgement | undefined {
  if (isDisabled(stored.hash)) return undefined;
  try {
    const { scheme, ...text } = schemeOf(stored, schemes);
    const okta = scheme.forOkta?.(text);
    const isBound = schemes.includes(scheme) && !registered.includes(scheme) && needsSettings(stored);
    const known = {
      format: scheme.name,
      ...(okta && { okta }),
      ...(isBound && { needsSettings: true as const }),
    };
    return { ...known, ...problemOf(() => scheme.prepare(text)) };
  } catch (error) {
    if (error instanceof HashUndecidable) return { problem: error.reason };
    throw error;
  }
}

/** Hashes of Spring Security that an application's secret is part of. */
const WITH_SECRET = /^\s*\{(?:pbkdf2(?:@[^}]*)?|sha256)\}/;

function needsSettings(stored: FormattedHash): boolean {
  return WITH_SECRET.test(stored.hash) || judgeHash(stored, registered)?.problem !== undefined;
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
