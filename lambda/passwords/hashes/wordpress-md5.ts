import { hash as digest } from 'node:crypto';
import { equalBytes } from './encodings.ts';
import { oktaDigest } from './okta-hash.ts';
import { partsOf } from './parts.ts';
import type { HashScheme } from './scheme.ts';

const SHAPE = /^([0-9a-f]{32})$/i;

/** The plain MD5 digest WordPress wrote before 2.5, and takes until the next login. Many programs share its shape. */
export const wordpressMd5: HashScheme = {
  name: 'wordpress-md5',
  usedBy: 'WordPress before 2.5',
  recognises: () => false,
  forOkta: ({ hash }) => oktaDigest('md5', Buffer.from(partsOf(SHAPE, hash)[0] ?? '', 'hex')),
  prepare: ({ hash }) => {
    const [expected = ''] = partsOf(SHAPE, hash);
    return {
      verify: async (password) => equalBytes(digest('md5', password, 'buffer'), Buffer.from(expected, 'hex')),
    };
  },
};
