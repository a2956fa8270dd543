import { bcryptVerify } from 'hash-wasm';
import { LIMITS, limitWork } from './limits.ts';
import { oktaBcrypt } from './okta-hash.ts';
import { demand, partsOf } from './parts.ts';
import { type HashCheck, type HashScheme, HashUndecidable } from './scheme.ts';

/** bcrypt reads no further. */
const PASSWORD_BYTES = 72;
const COST = { least: 4, most: 31 };

/**
 * bcrypt as OpenBSD, crypt_blowfish and PHP write it: `$2a$`, `$2b$` and `$2y$` are one for UTF-8 passwords. `$2x$`
 * marks hashes made by the sign extension bug (CVE-2011-2483) and is not supported.
 */
export const bcrypt: HashScheme = {
  name: 'bcrypt',
  usedBy: 'Laravel, Devise, Spring, Joomla, Drupal from 10.1, Auth0, PHP',
  recognises: (hash) => /^\$2[a-z]?\$/.test(hash),
  prepare: ({ hash }) => prepareBcrypt(hash),
  forOkta: ({ hash }) => oktaBcrypt(hash),
};

/**
 * Reads a bcrypt hash of 60 characters, also for the formats that wrap one.
 *
 * @param before makes what such a format hashes instead of the password: bytes of their own, overwritten after use
 * @throws HashUndecidable when it is malformed, `$2x$` or `$2$`, or above the work limit
 */
export function prepareBcrypt(hash: string, before?: (password: Uint8Array) => Uint8Array): HashCheck {
  if (/^\$2x?\$/.test(hash)) throw new HashUndecidable('unsupported hash');
  const [cost] = partsOf(1, /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/, hash);
  demand(Number(cost) >= COST.least && Number(cost) <= COST.most);
  limitWork(Number(cost), LIMITS.bcryptCost);
  return {
    verify: async (password) => {
      const own = before?.(password);
      try {
        return await bcryptVerify({ password: (own ?? password).subarray(0, PASSWORD_BYTES), hash });
      } finally {
        own?.fill(0);
      }
    },
  };
}
