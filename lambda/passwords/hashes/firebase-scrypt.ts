import { createCipheriv } from 'node:crypto';
import { equalBytes, fromBase64, joined } from './encodings.ts';
import { type HashScheme, HashUndecidable } from './scheme.ts';
import { prepareScrypt } from './scrypt.ts';

/** The hash parameters of a Firebase project, as its console shows them; the signer key is a secret. */
export interface FirebaseSettings {
  /** Base64. */
  readonly signerKey: string;
  /** Base64. */
  readonly saltSeparator: string;
  /** 1 to 8: scrypt's r. */
  readonly rounds: number;
  /** 1 to 14: log2 of scrypt's N. */
  readonly memCost: number;
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
 * @throws RangeError when the project's parameters are none
 */
export function createFirebaseScheme(settings: FirebaseSettings): HashScheme {
  const signerKey = fromEitherBase64(settings.signerKey);
  const separator = fromEitherBase64(settings.saltSeparator);
  const { rounds, memCost } = settings;
  const sound =
    Number.isInteger(rounds) && rounds >= 1 && Number.isInteger(memCost) && memCost >= 1 && memCost < 32;
  if (!signerKey || signerKey.length === 0 || !separator || !sound)
    throw new RangeError('these are no hash parameters of a Firebase project');
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
