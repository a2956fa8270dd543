import { DIGEST_BYTES, type DigestName } from './salted-digest.ts';

/** How an application makes its digests; nothing of it can be told from a hash. */
export interface DigestSettings {
  readonly algorithm: DigestName;
  /** Where the salt stands, or what the key of an HMAC is; the other of the two is what the HMAC is over. */
  readonly salt: 'none' | 'before' | 'after' | 'both' | 'key' | 'keyed';
  /** What the password's characters are in bytes. */
  readonly password: 'utf8' | 'utf16le';
  /** The password is first replaced by the lower-case hex digits of this digest of it. */
  readonly first?: DigestName;
  readonly hash: 'hex' | 'base64';
  /** What the salt's text stands for. */
  readonly saltText: 'utf8' | 'utf16le' | 'hex' | 'base64';
}

const ALGORITHMS = Object.keys(DIGEST_BYTES) as DigestName[];

/** Every setting with the words it takes; the first word is what holds without it. */
const WORDS = {
  digest: { salt: ['none', 'before', 'after', 'both'] },
  hmac: { key: ['salt', 'password'] },
  both: {
    password: ['utf8', 'utf16le'],
    hash: ['hex', 'base64'],
    'salt-text': ['utf8', 'utf16le', 'hex', 'base64'],
    first: ['none', ...ALGORITHMS],
  },
} as const;

/** How the settings are written, for help texts. */
export const DIGEST_FORMATS = [
  'digest:<md5|sha1|sha256|sha384|sha512>[,salt=before|after|both]',
  'hmac:<md5|sha1|sha256|sha384|sha512>[,key=salt|password]',
  'either with [,password=utf16le][,hash=base64][,salt-text=utf16le|hex|base64][,first=md5|sha1|…]',
] as const;

/**
 * Reads settings as a format spells them, such as `digest:sha256,salt=after,hash=base64` or `hmac:sha1,key=password`;
 * undefined for any other text.
 */
export function readDigestSettings(format: string): DigestSettings | undefined {
  const [, kind, algorithm, rest = ''] =
    /^(digest|hmac):([a-z0-9]+)((?:,[a-z-]+=[a-z0-9]+)*)$/.exec(format) ?? [];
  if (kind !== 'digest' && kind !== 'hmac') return undefined;
  const words = new Map<string, readonly string[]>(Object.entries({ ...WORDS[kind], ...WORDS.both }));
  const given = new Map(
    rest
      .split(',')
      .slice(1)
      .map((pair) => pair.split('=') as [string, string]),
  );
  if (!isAlgorithm(algorithm) || [...given].some(([name, word]) => !words.get(name)?.includes(word)))
    return undefined;
  const chosen = (name: string) => given.get(name) ?? words.get(name)?.[0] ?? '';
  const first = chosen('first');
  return {
    algorithm,
    salt: (kind === 'digest' ? chosen('salt') : KEYS[chosen('key')]) as DigestSettings['salt'],
    password: chosen('password') as DigestSettings['password'],
    hash: chosen('hash') as DigestSettings['hash'],
    saltText: chosen('salt-text') as DigestSettings['saltText'],
    ...(isAlgorithm(first) && { first }),
  };
}

const KEYS: Readonly<Record<string, DigestSettings['salt']>> = { salt: 'key', password: 'keyed' };

const isAlgorithm = (name: string | undefined): name is DigestName =>
  ALGORITHMS.some((known) => known === name);
