import { createCipheriv } from 'node:crypto';
import { ConfigurationError } from '../../platform/configuration-error.ts';
import { equalBytes, fromBase64, joined } from './encodings.ts';
import { type HashScheme, HashUndecidable } from './scheme.ts';
import { prepareScrypt } from './scrypt.ts';

/** The hash parameters of a Firebase project, in the names its console shows them by. The signer key is a secret. */
export interface FirebaseSettings {
  readonly base64_signer_key: string;
  readonly base64_salt_separator: string;
  /** scrypt's r. */
  readonly rounds: number;
  /** log2 of scrypt's N. */
  readonly mem_cost: number;
}

const DERIVED = 64;
const CIPHER_KEY = 32;
const NO_IV = Buffer.alloc(16);

/** Exports have base64 of either alphabet. */
const fromEitherBase64 = (text: string) => fromBase64(text.replaceAll('-', '+').replaceAll('_', '/'));

/**
 * Firebase's scrypt: the signer key, encrypted with what scrypt derives from password and salt. Never guessed: a row
 * has only a hash and a salt, both base64. Source: github.com/firebase/scrypt.
 *
 * @throws ConfigurationError when the project's parameters are none
 */
export function createFirebaseScheme(settings: FirebaseSettings): HashScheme {
  const signerKey = fromEitherBase64(settings.base64_signer_key);
  const separator = fromEitherBase64(settings.base64_salt_separator);
  const { rounds, mem_cost: memCost } = settings;
  if (!signerKey?.length || !separator || rounds < 1 || memCost < 1 || memCost > 31)
    throw new ConfigurationError('hash settings', 'the hash parameters of a Firebase project');
  return {
    name: 'firebase',
    usedBy: 'Firebase Authentication',
    recognises: () => false,
    prepare: (stored) => {
      const hash = fromEitherBase64(stored.hash);
      const salt = fromEitherBase64(stored.salt ?? '');
      if (hash?.length !== signerKey.length || !salt?.length) throw new HashUndecidable('malformed hash');
      const derive = prepareScrypt(
        { cost: 2 ** memCost, blockSize: rounds, parallelization: 1, salt: joined(salt, separator) },
        DERIVED,
      );
      return {
        verify: async (password) => {
          const derived = await derive(password);
          const cipher = createCipheriv('aes-256-ctr', derived.subarray(0, CIPHER_KEY), NO_IV);
          const made = joined(cipher.update(signerKey), cipher.final());
          derived.fill(0);
          return equalBytes(made, hash);
        },
      };
    },
  };
}
