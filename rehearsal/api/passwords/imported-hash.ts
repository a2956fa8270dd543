import * as z from 'zod';
import { prepareBcrypt } from '../../../lambda/passwords/hashes/bcrypt.ts';
import { withBytes } from '../../../lambda/passwords/hashes/bytes.ts';
import type { OktaPasswordHash } from '../../../lambda/passwords/hashes/okta-hash.ts';
import { pbkdf2Check } from '../../../lambda/passwords/hashes/pbkdf2.ts';
import { saltedDigestCheck } from '../../../lambda/passwords/hashes/salted-digest.ts';
import { type HashCheck, HashUndecidable } from '../../../lambda/passwords/hashes/scheme.ts';

const RADIX_64 = './A-Za-z0-9';
const DIGESTS = { MD5: 'md5', 'SHA-1': 'sha1', 'SHA-256': 'sha256', 'SHA-512': 'sha512' } as const;
const DIGEST_BYTES = { MD5: 16, 'SHA-1': 20, 'SHA-256': 32, 'SHA-512': 64 } as const;

const base64 = z.base64('must be Base64').min(1);
const whole = (least: number, most = Number.MAX_SAFE_INTEGER) => z.int().min(least).max(most);

const bcrypt = z.object({
  algorithm: z.literal('BCRYPT'),
  workFactor: whole(1, 20),
  salt: z.string().regex(new RegExp(`^[${RADIX_64}]{22}$`), 'must be 22 characters of Radix-64'),
  value: z.string().regex(new RegExp(`^[${RADIX_64}]{31}$`), 'must be 31 characters of Radix-64'),
});

const digest = z
  .object({
    algorithm: z.enum(['MD5', 'SHA-1', 'SHA-256', 'SHA-512']),
    salt: base64.optional(),
    saltOrder: z.enum(['PREFIX', 'POSTFIX']).optional(),
    value: base64,
  })
  .refine(({ salt, saltOrder }) => (salt === undefined) === (saltOrder === undefined), {
    path: ['saltOrder'],
    error: 'belongs to a salt',
  })
  .refine(({ algorithm, value }) => Buffer.from(value, 'base64').length === DIGEST_BYTES[algorithm], {
    path: ['value'],
    error: 'does not have the length of the algorithm',
  });

const pbkdf2 = z
  .object({
    algorithm: z.literal('PBKDF2'),
    digestAlgorithm: z.enum(['SHA256_HMAC', 'SHA512_HMAC']),
    iterationCount: whole(4096),
    keySize: whole(1),
    salt: base64,
    value: base64,
  })
  .refine(({ keySize, value }) => Buffer.from(value, 'base64').length === keySize, {
    path: ['value'],
    error: 'does not have the length of keySize',
  });

/** A hash that Okta takes with a new user; what it would refuse fails. Source: schema PasswordCredentialHash. */
export const importedHash: z.ZodType<OktaPasswordHash> = z
  .union([bcrypt, digest, pbkdf2])
  .transform((hash) => hash as OktaPasswordHash);

/** Whether a password makes an imported hash; a hash above the service's own work limits is made by none. */
export async function makesHash(password: string, hash: OktaPasswordHash): Promise<boolean> {
  try {
    return await withBytes(password, (bytes) => checkOf(hash).verify(bytes));
  } catch (error) {
    if (error instanceof HashUndecidable) return false;
    throw error;
  }
}

function checkOf(hash: OktaPasswordHash): HashCheck {
  if (hash.algorithm === 'BCRYPT') {
    const cost = String(hash.workFactor).padStart(2, '0');
    return prepareBcrypt(`$2b$${cost}$${hash.salt}${hash.value}`);
  }
  const { salt = '' } = hash;
  const value = Buffer.from(hash.value, 'base64');
  const saltBytes = Buffer.from(salt, 'base64');
  if (hash.algorithm === 'PBKDF2') {
    const digest = hash.digestAlgorithm === 'SHA256_HMAC' ? 'sha256' : 'sha512';
    return pbkdf2Check({ digest, iterations: hash.iterationCount, salt: saltBytes, key: value });
  }
  const side = hash.saltOrder === 'POSTFIX' ? { after: saltBytes } : { before: saltBytes };
  return saltedDigestCheck({ algorithm: DIGESTS[hash.algorithm], ...side, digest: value });
}
