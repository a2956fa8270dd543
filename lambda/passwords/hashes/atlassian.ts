import { fromBase64 } from './encodings.ts';
import { pbkdf2Hashes } from './pbkdf2.ts';
import type { HashScheme } from './scheme.ts';

const PREFIX = '{PKCS5S2}';
const SALT = 16;

/** `{PKCS5S2}` and base64 of salt and key; 10,000 rounds of PBKDF2-SHA1, stored nowhere. Source: Passlib, hash.atlassian_pbkdf2_sha1. */
export const atlassian: HashScheme = {
  name: 'atlassian',
  usedBy: 'Jira, Confluence, Crowd',
  recognises: (hash) => hash.startsWith(PREFIX),
  ...pbkdf2Hashes((hash) => {
    const bytes = hash.startsWith(PREFIX) ? fromBase64(hash.slice(PREFIX.length)) : undefined;
    const salt = bytes?.subarray(0, SALT);
    const key = bytes?.subarray(SALT);
    return { digest: 'sha1', iterations: 10_000, salt, key, keyLength: 32 };
  }),
};
