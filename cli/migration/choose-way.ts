import type { OktaPasswordHash } from '../../lambda/passwords/hashes/okta-hash.ts';
import type { HashScheme } from '../../lambda/passwords/hashes/scheme.ts';
import { judgeHash } from '../credentials/judge.ts';
import { whyHash, whyHook, whyUnusable } from './hash-words.ts';
import type { LegacyPerson } from './legacy-export.ts';
import type { Way } from './plan-file.ts';
import { plainly, type Remark } from './remark.ts';

/** How somebody's password comes to Okta. */
export interface Choice {
  readonly way: Way;
  /** Way `hash` only. */
  readonly hash?: OktaPasswordHash;
  /** The name of the hash's format; absent where there is none or nobody knows it. */
  readonly format?: string;
  readonly why: Remark;
  /** There is a hash, and nobody can use it: somebody should look why. */
  readonly isUnusable?: true;
}

/** What decides beside the row itself. */
export interface ChoiceOptions {
  readonly schemes: readonly HashScheme[];
  /** The format of rows that name none. */
  readonly format: string;
  /** `hook`: another system (LDAP, HTTP, SQL) checks the passwords of people without a hash. */
  readonly withoutHash: 'reset' | 'hook';
}

/**
 * Chooses the cheapest safe way: Okta takes the hash itself, else the hook checks it, else the person chooses a new
 * password at the end. Nothing is computed.
 */
export function chooseWay(
  { hash, salt, format }: Pick<LegacyPerson, 'hash' | 'salt' | 'format'>,
  options: ChoiceOptions,
): Choice {
  if (hash === undefined)
    return options.withoutHash === 'hook'
      ? { way: 'hook', why: plainly('no hash: the hook asks the system that has the password') }
      : { way: 'reset', why: plainly('no hash: invited to choose a password') };
  const named = format ?? options.format;
  const stored = { hash, format: named, ...(salt !== undefined && { salt }) };
  const judgement = judgeHash(stored, options.schemes);
  if (!judgement)
    return {
      way: 'reset',
      why: plainly('the account was disabled in the legacy system: leave the row out, or invite them'),
    };
  const known = judgement.format === undefined ? {} : { format: judgement.format };
  const { okta } = judgement;
  const problem = judgement.problem ?? (judgement.needsSettings && 'unsupported hash');
  // Okta computes longer than the hook may; what is malformed is so for both
  if (okta && (problem === undefined || problem === 'over the work limit'))
    return { ...known, way: 'hash', hash: okta, why: whyHash(okta) };
  if (problem !== undefined)
    return { ...known, way: 'reset', why: whyUnusable(problem, stored, options.schemes), isUnusable: true };
  return { ...known, way: 'hook', why: whyHook(hash, judgement.format, options.schemes) };
}
