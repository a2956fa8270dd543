import { encodeItoa64, itoa64Index } from './crypt-base64.ts';
import { digestOf } from './digest-of.ts';
import { equalBytes } from './encodings.ts';
import { LIMITS, limitWork, passwordBlocks } from './limits.ts';
import { demand, partsOf } from './parts.ts';
import { repeat } from './rounds.ts';
import type { HashCheck, HashScheme } from './scheme.ts';

/** log2 of the rounds. */
const COST = { least: 7, most: 30 };
const SALT_CHARACTERS = 8;
/** What Drupal keeps of the digest's 86 characters. */
const DRUPAL_CHARACTERS = 43;
/** Drupal refuses a longer password at its own login. */
const DRUPAL_PASSWORD_BYTES = 512;

/** Portable hashes of phpass: `$P$`, and `$H$` as phpBB writes it. */
export const phpass: HashScheme = {
  name: 'phpass',
  usedBy: 'WordPress 2.5 to 6.7, phpBB 3, Joomla 2.5',
  recognises: (hash) => /^\$[PH]\$/.test(hash),
  prepare: ({ hash }) => preparePhpass(hash),
};

/** `$S$` of Drupal 7: phpass with SHA-512. A leading `U` marks the hash of an older version's MD5 digest. */
export const drupal7: HashScheme = {
  name: 'drupal7',
  usedBy: 'Drupal 7 to 10.0',
  recognises: (hash) => /^(?:U?\$S|U\$[PH])\$/.test(hash),
  prepare: ({ hash }) => {
    const [upgraded, kind, rest] = partsOf(3, /^(U?)(\$[SPH]\$)(.*)$/, hash);
    const check =
      kind === '$S$' ? prepareIterated('sha512', rest, DRUPAL_CHARACTERS) : preparePhpass(`${kind}${rest}`);
    return {
      verify: async (password, signal) =>
        password.length <= DRUPAL_PASSWORD_BYTES &&
        check.verify(upgraded ? Buffer.from(digestOf('md5', [password]).toString('hex')) : password, signal),
    };
  },
};

function preparePhpass(hash: string): HashCheck {
  return prepareIterated('md5', partsOf(1, /^\$[PH]\$(.*)$/, hash)[0], 22);
}

/** @param text one character for the cost, eight of salt, and the digest */
function prepareIterated(algorithm: 'md5' | 'sha512', text: string, characters: number): HashCheck {
  const [costLetter, saltText, expected] = partsOf(
    3,
    new RegExp(`^([./0-9A-Za-z])([./0-9A-Za-z]{${SALT_CHARACTERS}})([./0-9A-Za-z]{${characters}})$`),
    text,
  );
  const cost = itoa64Index(costLetter);
  demand(cost >= COST.least && cost <= COST.most);
  const rounds = 2 ** cost;
  limitWork(rounds, LIMITS.phpassRounds);
  return {
    verify: async (password, signal) => {
      limitWork(rounds * passwordBlocks(password), LIMITS.phpassRounds);
      let made: Uint8Array = digestOf(algorithm, [Buffer.from(saltText), password]);
      await repeat(rounds, signal, () => {
        made = digestOf(algorithm, [made, password]);
      });
      return equalBytes(Buffer.from(encodeItoa64(made).slice(0, characters)), Buffer.from(expected));
    },
  };
}
