import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import type { FirebaseSettings } from '../../../lambda/passwords/hashes/firebase-scrypt.ts';
import { fixtureFile, PASSWORDS } from './fixtures.ts';

/** Hashes of a project, with its parameters and the command that made them. */
interface FirebaseFixture {
  readonly command: string;
  readonly settings: FirebaseSettings;
  readonly hashes: readonly { readonly password: string; readonly hash: string; readonly salt: string }[];
}

const SALT = 'eightbyt';
const SEPARATOR = 'Q';

/** scrypt with r = 8 and N = 2^10, then AES-256-CTR over the signer key, both by openssl. */
const command = `key=$(openssl kdf -keylen 64 -kdfopt pass:"$PASSWORD" -kdfopt salt:${SALT}${SEPARATOR} -kdfopt n:1024 -kdfopt r:8 -kdfopt p:1 SCRYPT | tr -d :) && printf 'the signer key of a project that was invented for this test only' | openssl enc -aes-256-ctr -K "$(printf %s "$key" | cut -c -64)" -iv 00000000000000000000000000000000 | base64 -w 0`;

export const readFirebaseFixture = (): FirebaseFixture =>
  JSON.parse(readFileSync(fixtureFile('firebase'), 'utf8')) as FirebaseFixture;

// `node test/passwords/hashes/firebase.ts`: makes the fixture anew
if (import.meta.main) {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const fixture: FirebaseFixture = {
    command,
    settings: {
      base64_signer_key: base64('the signer key of a project that was invented for this test only'),
      base64_salt_separator: base64(SEPARATOR),
      rounds: 8,
      mem_cost: 10,
    },
    hashes: PASSWORDS.map((password) => {
      const env = { ...process.env, PASSWORD: password };
      const hash = execFileSync('sh', ['-c', command], { encoding: 'utf8', env }).trim();
      return { password, hash, salt: base64(SALT) };
    }),
  };
  writeFileSync(fixtureFile('firebase'), `${JSON.stringify(fixture, null, 2)}\n`);
}
