import { argon2 } from './argon2.ts';
import { bcrypt } from './bcrypt.ts';
import { equalBytes } from './encodings.ts';
import { ldap } from './ldap.ts';
import { partsOf } from './parts.ts';
import { type HashReader, type HashScheme, HashUndecidable, type StoredHash } from './scheme.ts';
import { springScrypt } from './scrypt.ts';
import { springDigest, springMd4, springStandard } from './spring-digest.ts';
import { SPRING_PBKDF2, springPbkdf2 } from './spring-pbkdf2.ts';

const SHAPE = /^\{([^}]*)\}(.*)$/s;
/** These ids are LDAP's too, which writes base64 where Spring writes hex. */
const SHARED_WITH_LDAP = /^\{MD5\}(?!(?:\{.*\})?[0-9a-f]{32}$)/s;

const noop: HashReader = {
  prepare: ({ hash }) => ({ verify: async (password) => equalBytes(password, Buffer.from(hash)) }),
};

const refusedNoop: HashReader = {
  prepare: () => {
    throw new HashUndecidable('unsupported hash');
  },
};

/** What an application chose for its encoders. */
export interface SpringSettings {
  /** Part of the salt of `{pbkdf2}` and `{sha256}`. @default none */
  readonly secret?: string | undefined;
  /** Takes `{noop}`, which is the password itself. @default false */
  readonly plainText?: boolean | undefined;
}

/**
 * `{id}` and a hash: the id names the encoder, case matters. Source: Spring Security, DelegatingPasswordEncoder and
 * PasswordEncoderFactories.
 */
export function createSpringScheme(name: string, usedBy: string, settings: SpringSettings = {}): HashScheme {
  const encoders = encodersOf(settings);
  const encoderOf = ({ hash }: StoredHash) => {
    const [id, rest] = partsOf(2, SHAPE, hash);
    const encoder = encoders.get(id);
    if (!encoder) throw new HashUndecidable('unsupported hash');
    return { encoder, inner: { hash: rest } };
  };
  return {
    name,
    usedBy,
    recognises: (hash) => encoders.has(SHAPE.exec(hash)?.[1] ?? '') && !SHARED_WITH_LDAP.test(hash),
    prepare: (stored) => {
      const { encoder, inner } = encoderOf(stored);
      return encoder.prepare(inner);
    },
    forOkta: (stored) => {
      const { encoder, inner } = encoderOf(stored);
      return encoder.forOkta?.(inner);
    },
  };
}

/** Spring's encoders with no secret and no plain text. */
export const spring = createSpringScheme('spring', 'Spring Security, with {id} in front');

/** The same with `{noop}`; never guessed, somebody has to ask for it. */
export const springWithPlainText: HashScheme = {
  ...createSpringScheme('spring-noop', 'Spring Security, {noop} (plain text) included', { plainText: true }),
  recognises: () => false,
};

function encodersOf({ secret = '', plainText = false }: SpringSettings): ReadonlyMap<string, HashReader> {
  const pepper = Buffer.from(secret);
  return new Map<string, HashReader>([
    ['bcrypt', bcrypt],
    ['argon2', argon2],
    ['argon2@SpringSecurity_v5_8', argon2],
    ['scrypt', springScrypt],
    ['scrypt@SpringSecurity_v5_8', springScrypt],
    ['pbkdf2', springPbkdf2(SPRING_PBKDF2.original, pepper)],
    ['pbkdf2@SpringSecurity_v5_8', springPbkdf2(SPRING_PBKDF2.v5_8, pepper)],
    ['sha256', springStandard(pepper)],
    ['ldap', ldap],
    ['MD4', springMd4],
    ['MD5', springDigest('md5')],
    ['SHA-1', springDigest('sha1')],
    ['SHA-256', springDigest('sha256')],
    ['noop', plainText ? noop : refusedNoop],
  ]);
}
