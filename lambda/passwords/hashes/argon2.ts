import { argon2 as argon2Callback } from 'node:crypto';
import { promisify } from 'node:util';
import { argon2dAsync, argon2iAsync, argon2idAsync } from '@noble/hashes/argon2.js';
import { equalBytes, fromBase64 } from './encodings.ts';
import { LIMITS, limitWork } from './limits.ts';
import { demand, partsOf, readable } from './parts.ts';
import { type HashCheck, type HashScheme, HashUndecidable } from './scheme.ts';

const argon2Native = promisify(argon2Callback);
const argon2Old = { argon2d: argon2dAsync, argon2i: argon2iAsync, argon2id: argon2idAsync };

const KIB = 1024;
const MOST_LANES = 2 ** 24 - 1;
/** RFC 9106 section 3.1. */
const LEAST_SALT_BYTES = 8;
/** A shorter tag would be made by too many passwords; one that is no whole number of words was cut. */
const LEAST_TAG_BYTES = 16;
const WORD_BYTES = 4;

const SHAPE =
  /^\$(argon2(?:id|i|d))(?:\$v=(\d+))?\$m=(\d+),t=(\d+),p=(\d+)(,keyid=[A-Za-z0-9+/]+)?(?:,data=([A-Za-z0-9+/]+))?\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** Argon2 as RFC 9106 computes it. */
export interface Argon2Parameters {
  readonly variant: keyof typeof argon2Old;
  /** 0x13, or 0x10 for hashes made before 2016. */
  readonly version: number;
  readonly memoryKib: number;
  readonly passes: number;
  readonly lanes: number;
  readonly salt: Uint8Array;
  /** The derived key, whole; its length is the length to derive. */
  readonly tag: Uint8Array;
  readonly associatedData?: Uint8Array;
}

/** `$argon2id$v=19$m=<KiB>,t=<passes>,p=<lanes>$<salt>$<tag>`: the PHC string; without `v=` it is version 0x10. */
export const argon2: HashScheme = {
  name: 'argon2',
  usedBy: 'PHC strings: PHP, Python argon2-cffi, node argon2, libsodium',
  recognises: (hash) => /^\$argon2/.test(hash),
  prepare: ({ hash }) => prepareArgon2Phc(hash),
};

/** Django's Argon2PasswordHasher: the PHC string behind a name. */
export const djangoArgon2: HashScheme = {
  name: 'django-argon2',
  usedBy: 'Django Argon2PasswordHasher',
  recognises: (hash) => /^argon2\$argon2/.test(hash),
  prepare: ({ hash }) => prepareArgon2Phc(partsOf(1, /^argon2(\$.*)$/, hash)[0]),
};

function prepareArgon2Phc(hash: string): HashCheck {
  const [variant, version, memory, passes, lanes, keyId, data, salt, tag] = partsOf(9, SHAPE, hash);
  // the key it names is kept elsewhere
  if (keyId) throw new HashUndecidable('unsupported hash');
  return prepareArgon2({
    variant: variant as Argon2Parameters['variant'],
    version: version === '' ? 0x10 : Number(version),
    memoryKib: Number(memory),
    passes: Number(passes),
    lanes: Number(lanes),
    salt: readable(fromBase64(salt)),
    tag: readable(fromBase64(tag)),
    ...(data && { associatedData: readable(fromBase64(data)) }),
  });
}

/**
 * A check over parameters that were read, whatever the spelling of the hash.
 *
 * @throws HashUndecidable when they are out of range, of an unknown version, or above the work limits
 */
export function prepareArgon2(parameters: Argon2Parameters): HashCheck {
  const { version, memoryKib, passes, lanes, salt, tag } = parameters;
  if (version !== 0x13 && version !== 0x10) throw new HashUndecidable('unsupported hash');
  demand(passes >= 1 && lanes >= 1 && lanes <= MOST_LANES && memoryKib >= 8 * lanes);
  demand(salt.length >= LEAST_SALT_BYTES);
  demand(tag.length >= LEAST_TAG_BYTES && tag.length % WORD_BYTES === 0);
  limitWork(memoryKib * KIB, LIMITS.argon2MemoryBytes);
  limitWork(memoryKib * KIB * passes, version === 0x13 ? LIMITS.argon2WorkBytes : LIMITS.argon2OldWorkBytes);
  const derive = version === 0x13 ? deriveNative : deriveOld;
  return { verify: async (password) => equalBytes(await derive(password, parameters), tag) };
}

function deriveNative(password: Uint8Array, parameters: Argon2Parameters): Promise<Uint8Array> {
  const { variant, memoryKib, passes, lanes, salt, tag, associatedData } = parameters;
  return argon2Native(variant, {
    message: password,
    nonce: salt,
    memory: memoryKib,
    passes,
    parallelism: lanes,
    tagLength: tag.length,
    ...(associatedData && { associatedData }),
  });
}

/** Node computes version 0x13 only. */
function deriveOld(password: Uint8Array, parameters: Argon2Parameters): Promise<Uint8Array> {
  const { variant, version, memoryKib, passes, lanes, salt, tag, associatedData } = parameters;
  return argon2Old[variant](password, salt, {
    version,
    m: memoryKib,
    t: passes,
    p: lanes,
    dkLen: tag.length,
    ...(associatedData && { personalization: associatedData }),
  });
}
