import { createHash } from 'node:crypto';
import { encodeItoa64, shuffled } from './crypt-base64.ts';
import { digestOf } from './digest-of.ts';
import { equalBytes } from './encodings.ts';
import { partsOf } from './parts.ts';
import { repeat } from './rounds.ts';
import type { HashScheme } from './scheme.ts';

const ROUNDS = 1000;
const DIGEST_BYTES = 16;
const ORDER = [12, 6, 0, 13, 7, 1, 14, 8, 2, 15, 9, 3, 5, 10, 4, 11];

/** `$1$<salt>$<digest>` of FreeBSD's and Linux' crypt(3), and Apache's `$apr1$`, which differs in its name only. */
export const md5crypt: HashScheme = {
  name: 'md5crypt',
  usedBy: 'old shadow files, Cisco IOS, Apache htpasswd ($apr1$)',
  recognises: (hash) => /^\$(?:1|apr1)\$/.test(hash),
  prepare: ({ hash }) => {
    const [magic, salt, expected] = partsOf(3, /^(\$(?:1|apr1)\$)([^$:\n]{0,8})\$([./0-9A-Za-z]{22})$/, hash);
    return {
      verify: async (password, signal) => {
        const made = await compute(password, magic, Buffer.from(salt), signal);
        return equalBytes(Buffer.from(encodeItoa64(shuffled(made, ORDER))), Buffer.from(expected));
      },
    };
  },
};

async function compute(
  password: Uint8Array,
  magic: string,
  salt: Uint8Array,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  let made: Uint8Array = start(password, magic, salt);
  await repeat(ROUNDS, signal, (round) => {
    const odd = round % 2 === 1;
    made = digestOf('md5', [
      odd ? password : made,
      ...(round % 3 ? [salt] : []),
      ...(round % 7 ? [password] : []),
      odd ? made : password,
    ]);
  });
  return made;
}

/** The digest that the rounds begin with. */
function start(password: Uint8Array, magic: string, salt: Uint8Array): Uint8Array {
  const inner = digestOf('md5', [password, salt, password]);
  const outer = createHash('md5').update(password).update(magic).update(salt);
  for (let rest = password.length; rest > 0; rest -= DIGEST_BYTES) {
    outer.update(inner.subarray(0, rest));
  }
  // one byte for each bit of the length: NUL for a one, else the first of the password
  for (let bits = password.length; bits > 0; bits >>= 1) {
    outer.update(bits & 1 ? new Uint8Array(1) : password.subarray(0, 1));
  }
  return outer.digest();
}
