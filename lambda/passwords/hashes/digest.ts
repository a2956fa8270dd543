import { createHash, createHmac } from 'node:crypto';
import { type DigestSettings, readDigestSettings } from './digest-settings.ts';
import { equalBytes, fromBase64, fromHex, toUtf16le } from './encodings.ts';
import { DIGEST_BYTES, saltedDigestForOkta } from './salted-digest.ts';
import { type HashCheck, type HashScheme, HashUndecidable, type StoredHash } from './scheme.ts';

/** Applications whose digests are known, by the settings that describe them. */
const PRESETS = {
  md5: { settings: 'digest:md5', usedBy: 'MD5 without salt, hex: Django unsalted_md5, old PHP applications' },
  sha1: { settings: 'digest:sha1', usedBy: 'SHA-1 without salt, hex' },
  sha256: { settings: 'digest:sha256', usedBy: 'SHA-256 without salt, hex' },
  sha512: { settings: 'digest:sha512', usedBy: 'SHA-512 without salt, hex' },
  'wordpress-md5': { settings: 'digest:md5', usedBy: 'WordPress before 2.5' },
  joomla: { settings: 'digest:md5,salt=after', usedBy: 'Joomla 1.5 to 2.5' },
  oscommerce: { settings: 'digest:md5,salt=before', usedBy: 'osCommerce, Zen Cart, xt:Commerce' },
  prestashop: {
    settings: 'digest:md5,salt=before',
    usedBy: 'PrestaShop before 1.7; the salt is its cookie key',
  },
  vbulletin: { settings: 'digest:md5,salt=after,first=md5', usedBy: 'vBulletin 3 and 4' },
} as const;

/** The presets as schemes of their own names. */
export const digestPresets: readonly HashScheme[] = Object.entries(PRESETS).flatMap(([name, preset]) => {
  const settings = readDigestSettings(preset.settings);
  return settings ? [createDigestScheme(name, preset.usedBy, settings)] : [];
});

/** The scheme of a format that spells out its settings; undefined for every other name. */
export function findDigestScheme(format: string): HashScheme | undefined {
  const settings = readDigestSettings(format);
  return (
    settings &&
    createDigestScheme(format, 'an application whose digests are described by the format', settings)
  );
}

/** One digest or HMAC over password and salt. Never guessed: MD5 with the salt before and after look the same. */
function createDigestScheme(name: string, usedBy: string, settings: DigestSettings): HashScheme {
  return {
    name,
    usedBy,
    recognises: () => false,
    prepare: (stored) => prepare(stored, settings),
    forOkta: (stored) => {
      const { digest, salt } = read(stored, settings);
      const { algorithm, password, first } = settings;
      if (password !== 'utf8' || first || settings.salt === 'key' || settings.salt === 'keyed')
        return undefined;
      return saltedDigestForOkta({ algorithm, ...placed(salt, settings), digest });
    },
  };
}

function prepare(stored: StoredHash, settings: DigestSettings): HashCheck {
  const { digest, salt } = read(stored, settings);
  return {
    verify: async (typed) => {
      const password = encoded(typed, settings);
      const made = make(password, salt, settings);
      if (password !== typed) password.fill(0);
      return equalBytes(made, digest);
    },
  };
}

function make(password: Uint8Array, salt: Uint8Array, settings: DigestSettings): Buffer {
  const { algorithm } = settings;
  if (settings.salt === 'key') return createHmac(algorithm, salt).update(password).digest();
  if (settings.salt === 'keyed') return createHmac(algorithm, password).update(salt).digest();
  const { before, after } = placed(salt, settings);
  return createHash(algorithm).update(before).update(password).update(after).digest();
}

const NOTHING = new Uint8Array();

function placed(salt: Uint8Array, settings: DigestSettings) {
  const on = (side: 'before' | 'after') =>
    settings.salt === side || settings.salt === 'both' ? salt : NOTHING;
  return { before: on('before'), after: on('after') };
}

/** The bytes that are digested: the very ones that were typed, or new ones. */
function encoded(typed: Uint8Array, { password, first }: DigestSettings): Uint8Array {
  const bytes = password === 'utf16le' ? toUtf16le(typed) : typed;
  if (!first) return bytes;
  const replaced = Buffer.from(createHash(first).update(bytes).digest('hex'));
  if (bytes !== typed) bytes.fill(0);
  return replaced;
}

/** The salt stands in its own column, or behind the first colon of the hash. */
function read({ hash, salt }: StoredHash, settings: DigestSettings) {
  const colon = settings.salt === 'none' || salt ? -1 : hash.indexOf(':');
  const text = colon < 0 ? hash : hash.slice(0, colon);
  const digest = settings.hash === 'hex' ? fromHex(text) : fromBase64(text);
  const saltText = colon < 0 ? (salt ?? '') : hash.slice(colon + 1);
  const saltBytes = settings.salt === 'none' ? NOTHING : decoded(saltText, settings.saltText);
  const isWhole = digest?.length === DIGEST_BYTES[settings.algorithm];
  if (!isWhole || !saltBytes || (settings.salt !== 'none' && saltBytes.length === 0))
    throw new HashUndecidable('malformed hash');
  return { digest, salt: saltBytes };
}

function decoded(text: string, as: DigestSettings['saltText']): Uint8Array | undefined {
  if (as === 'hex') return fromHex(text);
  if (as === 'base64') return fromBase64(text);
  return Buffer.from(text, as);
}
