import { createHash, pbkdf2Sync } from 'node:crypto';
import { argon2id, bcrypt } from 'hash-wasm';
import { encodeItoa64 } from '../lambda/passwords/hashes/crypt-base64.ts';

/** What an export keeps of a password: the cells of `hash`, `salt` and `format`. */
export interface LegacyHash {
  readonly hash: string;
  readonly salt: string;
  readonly format: string;
}

const inItself = (hash: string): LegacyHash => ({ hash, salt: '', format: '' });

/** Salts come from a name, so that every run makes the same file; real ones are random. */
const saltOf = (name: string, bytes: number) => createHash('sha256').update(name).digest().subarray(0, bytes);

/** Work far below what a real system should ask for: an example has to be quick. */
const COST = { bcrypt: 5, argon2KiB: 1024, phpass: 8 } as const;

/** bcrypt of cost 5; Okta takes it as it is. */
export async function bcryptHash(password: string, name: string): Promise<LegacyHash> {
  const options = { password, salt: saltOf(name, 16), costFactor: COST.bcrypt };
  return inItself(await bcrypt({ ...options, outputType: 'encoded' }));
}

/** Argon2id as a PHC string, 1 MiB and two passes; only the hook can check it. */
export async function argon2Hash(password: string, name: string): Promise<LegacyHash> {
  const work = { iterations: 2, parallelism: 1, memorySize: COST.argon2KiB, hashLength: 32 };
  const options = { password, salt: saltOf(name, 16), ...work };
  return inItself(await argon2id({ ...options, outputType: 'encoded' }));
}

/** One round of SHA-256 with the salt behind the password, in a column of its own. */
export async function saltedHash(password: string, name: string): Promise<LegacyHash> {
  const salt = saltOf(name, 6).toString('hex');
  const hash = createHash('sha256').update(password).update(salt).digest('hex');
  return { hash, salt, format: 'digest:sha256,salt=after' };
}

/** PBKDF2 with SHA-256 as Django writes it; Okta takes 4,096 rounds or more. */
export const pbkdf2Hash =
  (rounds: number) =>
  async (password: string, name: string): Promise<LegacyHash> => {
    const salt = saltOf(name, 6).toString('hex');
    const key = pbkdf2Sync(password, salt, rounds, 32, 'sha256').toString('base64');
    return inItself(`pbkdf2_sha256$${rounds}$${salt}$${key}`);
  };

/** phpass as WordPress writes it; only the hook can check it. */
export async function phpassHash(password: string, name: string): Promise<LegacyHash> {
  const salt = encodeItoa64(saltOf(name, 6));
  let made = createHash('md5').update(salt).update(password).digest();
  for (let round = 0; round < 2 ** COST.phpass; round++)
    made = createHash('md5').update(made).update(password).digest();
  const cost = encodeItoa64(Uint8Array.of(COST.phpass)).slice(0, 1);
  return inItself(`$P$${cost}${salt}${encodeItoa64(made)}`);
}
