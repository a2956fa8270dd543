import { createHash, pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { equalBytes, fromHex, joined } from './encodings.ts';
import { type SaltedDigest, saltedDigestCheck, saltedDigestForOkta } from './salted-digest.ts';
import { type HashCheck, type HashScheme, HashUndecidable } from './scheme.ts';

const derive = promisify(pbkdf2);

/** `S:` and `T:` parts of SYS.USER$.SPARE4, which joins several with semicolons. */
const SHAPE = /^(?:[SHT]:[0-9A-Fa-f]+(?:;|$))+$/;
const S11 = { digest: 20, salt: 10 } as const;
const T12 = { key: 64, salt: 16, rounds: 4096, label: Buffer.from('AUTH_PBKDF2_SPEEDY_KEY') } as const;

/** Oracle's verifiers of 11g (`S:`, SHA-1) and 12c (`T:`, PBKDF2-SHA512 then SHA-512); the stronger one decides. */
export const oracle: HashScheme = {
  name: 'oracle',
  usedBy: 'database accounts of Oracle 11g and later',
  recognises: (hash) => SHAPE.test(hash),
  prepare: ({ hash }) => {
    const strong = partOf(hash, 'T');
    return strong ? prepare12c(strong) : saltedDigestCheck(read11g(hash));
  },
  forOkta: ({ hash }) => (partOf(hash, 'T') ? undefined : saltedDigestForOkta(read11g(hash))),
};

function partOf(hash: string, letter: string): Buffer | undefined {
  if (!SHAPE.test(hash)) return undefined;
  const part = hash.split(';').find((text) => text.startsWith(`${letter}:`));
  if (part === undefined) return undefined;
  const bytes = fromHex(part.slice(2));
  if (!bytes) throw new HashUndecidable('malformed hash');
  return bytes;
}

/** The letter may be missing; an account that has only an HTTP digest (`H:`) cannot be checked. */
function read11g(hash: string): SaltedDigest {
  const bytes = partOf(hash, 'S') ?? fromHex(hash);
  if (!bytes) throw new HashUndecidable(SHAPE.test(hash) ? 'unsupported hash' : 'malformed hash');
  if (bytes.length !== S11.digest + S11.salt) throw new HashUndecidable('malformed hash');
  return { algorithm: 'sha1', digest: bytes.subarray(0, S11.digest), after: bytes.subarray(S11.digest) };
}

function prepare12c(bytes: Buffer): HashCheck {
  if (bytes.length !== T12.key + T12.salt) throw new HashUndecidable('malformed hash');
  const stored = bytes.subarray(0, T12.key);
  const salt = bytes.subarray(T12.key);
  return {
    verify: async (password) => {
      const key = await derive(password, joined(salt, T12.label), T12.rounds, T12.key, 'sha512');
      const digest = createHash('sha512').update(key).update(salt).digest();
      key.fill(0);
      return equalBytes(digest, stored);
    },
  };
}
