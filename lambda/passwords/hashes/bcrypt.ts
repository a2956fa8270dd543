import { bcryptVerify } from 'hash-wasm';
import { groupsOf } from './bytes.ts';
import { LIMITS, limitWork } from './limits.ts';
import { type HashCheck, type HashScheme, HashUndecidable } from './scheme.ts';

/** bcrypt reads no further. */
const PASSWORD_BYTES = 72;
const FEWEST_ROUNDS = 4;

const SHAPE = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/;

/**
 * bcrypt as OpenBSD, crypt_blowfish and PHP write it: `$2a$`, `$2b$` and `$2y$` are one for UTF-8 passwords. `$2x$`
 * marks hashes made by the sign extension bug (CVE-2011-2483) and is not supported.
 */
export const bcrypt: HashScheme = {
  name: 'bcrypt',
  usedBy: 'Laravel, Devise, Spring, Joomla, Drupal from 10.1, Auth0, PHP',
  recognises: (hash) => /^\$2[a-z]?\$/.test(hash),
  prepare: ({ hash }) => prepareBcrypt(hash),
};

/**
 * Reads a bcrypt hash of 60 characters; other formats that wrap one use it too.
 *
 * @throws HashUndecidable
 */
export function prepareBcrypt(hash: string): HashCheck {
  if (/^\$2[^aby]?\$/.test(hash)) throw new HashUndecidable('unsupported hash');
  const [cost] = groupsOf(SHAPE, hash);
  if (Number(cost) < FEWEST_ROUNDS || Number(cost) > 31) throw new HashUndecidable('malformed hash');
  limitWork(Number(cost), LIMITS.bcryptCost);
  return {
    verify: (password) => bcryptVerify({ password: password.subarray(0, PASSWORD_BYTES), hash }),
  };
}
