/**
 * A hash as Okta itself can check it, when the user is created with it; such a person needs no hook.
 *
 * Source: Okta, Management API, schema PasswordCredentialHash.
 */
export type OktaPasswordHash =
  | {
      readonly algorithm: 'BCRYPT';
      /** 1 to 20. */
      readonly workFactor: number;
      /** 22 characters of bcrypt's own alphabet. */
      readonly salt: string;
      /** 31 characters of bcrypt's own alphabet. */
      readonly value: string;
    }
  | {
      /** One round over salt and password. */
      readonly algorithm: OktaDigest;
      /** Base64; absent: unsalted. */
      readonly salt?: string;
      readonly saltOrder?: 'PREFIX' | 'POSTFIX';
      /** Base64. */
      readonly value: string;
    }
  | {
      readonly algorithm: 'PBKDF2';
      readonly digestAlgorithm: 'SHA256_HMAC' | 'SHA512_HMAC';
      /** At least 4,096. */
      readonly iterationCount: number;
      /** Bytes. */
      readonly keySize: number;
      /** Base64. */
      readonly salt: string;
      /** Base64. */
      readonly value: string;
    };

export type OktaDigest = 'MD5' | 'SHA-1' | 'SHA-256' | 'SHA-512';

const OKTA_DIGESTS: Readonly<Record<string, OktaDigest>> = {
  md5: 'MD5',
  sha1: 'SHA-1',
  sha256: 'SHA-256',
  sha512: 'SHA-512',
};

const LEAST_ITERATIONS = 4096;
const HIGHEST_COST = 20;

/** A plain bcrypt hash, recoded for Okta, which keeps no letter after `$2`; undefined above its highest cost. */
export function oktaBcrypt(hash: string): OktaPasswordHash | undefined {
  const [, cost, salt = '', value = ''] =
    /^\$2[aby]\$(\d\d)\$([./A-Za-z0-9]{22})([./A-Za-z0-9]{31})$/.exec(hash) ?? [];
  const workFactor = Number(cost);
  return workFactor >= 1 && workFactor <= HIGHEST_COST
    ? { algorithm: 'BCRYPT', workFactor, salt, value }
    : undefined;
}

/** One round of a digest, recoded for Okta; undefined where Okta has no such algorithm. */
export function oktaDigest(
  algorithm: string,
  value: Uint8Array,
  salt?: { readonly bytes: Uint8Array; readonly order: 'PREFIX' | 'POSTFIX' },
): OktaPasswordHash | undefined {
  const name = OKTA_DIGESTS[algorithm];
  if (!name) return undefined;
  const salted = salt && salt.bytes.length > 0 && { salt: base64(salt.bytes), saltOrder: salt.order };
  return { algorithm: name, ...salted, value: base64(value) };
}

/** PBKDF2, recoded for Okta; undefined where Okta asks for more rounds, another digest or a salt. */
export function oktaPbkdf2(
  digest: string,
  {
    iterations,
    salt,
    key,
  }: { readonly iterations: number; readonly salt: Uint8Array; readonly key: Uint8Array },
): OktaPasswordHash | undefined {
  if ((digest !== 'sha256' && digest !== 'sha512') || iterations < LEAST_ITERATIONS || salt.length === 0)
    return undefined;
  return {
    algorithm: 'PBKDF2',
    digestAlgorithm: digest === 'sha256' ? 'SHA256_HMAC' : 'SHA512_HMAC',
    iterationCount: iterations,
    keySize: key.length,
    salt: base64(salt),
    value: base64(key),
  };
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
