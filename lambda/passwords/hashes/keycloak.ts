import { type Argon2Parameters, prepareArgon2 } from './argon2.ts';
import { fromBase64 } from './encodings.ts';
import { demand, readable } from './parts.ts';
import { type Pbkdf2Digest, type Pbkdf2Parameters, pbkdf2Check, pbkdf2ForOkta } from './pbkdf2.ts';
import { type HashScheme, HashUndecidable } from './scheme.ts';

type Fields = Readonly<Record<string, unknown>>;

const DIGESTS: Readonly<Record<string, Pbkdf2Digest>> = {
  pbkdf2: 'sha1',
  'pbkdf2-sha256': 'sha256',
  'pbkdf2-sha512': 'sha512',
};

/** Argon2's variants and versions as Keycloak writes them. */
const VARIANTS = new Map([
  ['id', 'argon2id'],
  ['i', 'argon2i'],
  ['d', 'argon2d'],
] as const) as ReadonlyMap<string, Argon2Parameters['variant']>;
const VERSIONS: ReadonlyMap<string, number> = new Map([
  ['1.3', 0x13],
  ['1.0', 0x10],
]);

/**
 * A credential of Keycloak as JSON: the columns `credential_data` and `secret_data` (or the `credentialData` and
 * `secretData` of a realm export) side by side, each as an object or as its text; other fields are passed over.
 * Source: Keycloak, PasswordCredentialModel.
 */
export const keycloak: HashScheme = {
  name: 'keycloak',
  usedBy: 'Keycloak: its JSON of credential_data and secret_data',
  recognises: (hash) => /^\{\s*"/.test(hash),
  prepare: ({ hash }) => {
    const fields = fieldsOf(hash);
    if (fields['algorithm'] === 'argon2') return prepareArgon2(argon2Of(fields));
    return pbkdf2Check(pbkdf2Of(fields));
  },
  forOkta: ({ hash }) => {
    const fields = fieldsOf(hash);
    return fields['algorithm'] === 'argon2' ? undefined : pbkdf2ForOkta(pbkdf2Of(fields));
  },
};

function fieldsOf(hash: string): Fields {
  const outer = objectOf(hash);
  const inner = ['credential_data', 'credentialData', 'secret_data', 'secretData'].flatMap((name) =>
    outer[name] === undefined ? [] : [objectOf(outer[name])],
  );
  return inner.length > 0 ? Object.assign({}, ...inner) : outer;
}

function objectOf(value: unknown): Fields {
  const found = typeof value === 'string' ? parsed(value) : value;
  if (typeof found !== 'object' || found === null) throw new HashUndecidable('malformed hash');
  return found as Fields;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // the message would quote the hash
    return undefined;
  }
}

function pbkdf2Of(fields: Fields): Pbkdf2Parameters {
  const { algorithm, hashIterations, salt, value } = fields;
  const name = readable(textOf(algorithm));
  if (!Object.hasOwn(DIGESTS, name)) throw new HashUndecidable('unsupported hash');
  return {
    digest: readable(DIGESTS[name]),
    iterations: wholeOf(hashIterations),
    salt: bytesOf(salt),
    key: bytesOf(value),
  };
}

function argon2Of(fields: Fields): Argon2Parameters {
  const more = objectOf(fields['additionalParameters']);
  const first = (name: string) => {
    const value: unknown = more[name];
    return readable(textOf(Array.isArray(value) ? value[0] : value));
  };
  return {
    variant: readable(VARIANTS.get(first('type'))),
    version: readable(VERSIONS.get(first('version'))),
    memoryKib: wholeOf(first('memory')),
    passes: wholeOf(fields['hashIterations']),
    lanes: wholeOf(first('parallelism')),
    salt: bytesOf(fields['salt']),
    tag: bytesOf(fields['value']),
  };
}

const bytesOf = (value: unknown) => readable(fromBase64(readable(textOf(value))));

function wholeOf(value: unknown): number {
  const text = readable(textOf(value));
  demand(/^\d{1,15}$/.test(text));
  return Number(text);
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
