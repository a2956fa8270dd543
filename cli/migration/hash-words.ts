import { LIMITS } from '../../lambda/passwords/hashes/limits.ts';
import type { OktaPasswordHash } from '../../lambda/passwords/hashes/okta-hash.ts';
import { AUTO, findScheme } from '../../lambda/passwords/hashes/registry.ts';
import type { HashScheme, HashUndecidable } from '../../lambda/passwords/hashes/scheme.ts';
import { type FormattedHash, recognise } from '../../lambda/passwords/hashes/verify.ts';
import { plainly, type Remark } from './remark.ts';

const LEAST_ROUNDS = 4096;
const HIGHEST_COST = 20;
const BCRYPT_CHARACTERS = 60;
const INVITED = 'they are invited to choose a password';

const number = (count: number) => count.toLocaleString('en');

/** What Okta's migration guide names; its API takes more. Source: "Migrate your users to Okta", November 2026. */
const IN_GUIDE: readonly OktaPasswordHash['algorithm'][] = ['BCRYPT', 'SHA-1', 'SHA-256'];

/** Why no hook is needed. */
export function whyHash({ algorithm }: OktaPasswordHash): Remark {
  return IN_GUIDE.includes(algorithm)
    ? plainly('Okta takes the hash itself')
    : plainly(`Okta takes the hash itself, but its guide does not name ${algorithm}: try one person first`);
}

/** Why neither Okta nor the hook can do anything with a hash, and what to do. */
export function whyUnusable(
  problem: HashUndecidable['reason'],
  { hash, format }: FormattedHash,
  schemes: readonly HashScheme[],
): Remark {
  if (problem === 'over the work limit') return whyTooMuchWork(hash);
  if (problem === 'malformed hash') return whyMalformed(hash);
  if (format !== AUTO && !findScheme(format, schemes))
    return plainly('there is no such format: correct the row, credentials verify --help lists them');
  if (format === AUTO && !recognise(hash, schemes))
    return plainly('nothing says which format the hash has: name it with --format, or in a column format');
  return plainly(`neither Okta nor the hook computes this format: ${INVITED}`);
}

function whyTooMuchWork(hash: string): Remark {
  const kind = `checking the hash takes longer than Okta waits: ${INVITED}`;
  const cost = Number(/^\$2[aby]\$(\d\d)\$/.exec(hash.trim())?.[1]);
  if (!(cost > HIGHEST_COST)) return plainly(kind);
  const text = `bcrypt of cost ${cost}: Okta takes up to ${HIGHEST_COST}, the hook up to ${LIMITS.bcryptCost}: ${INVITED}`;
  return { kind, text };
}

function whyMalformed(hash: string): Remark {
  const kind = 'the hash is cut off, too long or damaged: export it again, or they are invited';
  const { length } = hash.trim();
  if (!/^\$2[aby]\$/.test(hash.trim()) || length === BCRYPT_CHARACTERS) return plainly(kind);
  const text = `a bcrypt hash has ${BCRYPT_CHARACTERS} characters, and this one has ${length}: export it again, or they are invited`;
  return { kind, text };
}

/** Why Okta does not take a hash that the hook can check. */
export function whyHook(hash: string, format: string | undefined, schemes: readonly HashScheme[]): Remark {
  if (format === undefined || !findScheme(format, schemes)?.forOkta)
    return plainly('Okta has no such algorithm: the hook checks it');
  const rounds = Number(/^\{?\$?(?:pbkdf2[-_])?sha(?:256|512)[$:](?:i=)?(\d+)/.exec(hash.trim())?.[1]);
  if (!(rounds < LEAST_ROUNDS))
    return plainly('Okta does not take the hash as it was made: the hook checks it');
  return {
    kind: 'fewer rounds of PBKDF2 than Okta takes: the hook checks it',
    text: `${number(rounds)} rounds of PBKDF2, and Okta takes ${number(LEAST_ROUNDS)} or more: the hook checks it`,
  };
}
