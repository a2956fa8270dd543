import { AUTO } from '../lambda/passwords/hashes/registry.ts';

/** A stored hash as an application of today writes it. The digest is made up: a wrong password costs the same. */
export interface HashCase {
  readonly what: string;
  readonly format: string;
  readonly hash: string;
  readonly salt?: string;
}

const crypt = (length: number) => 'a'.repeat(length);
const base64 = (bytes: number) => Buffer.alloc(bytes, 'digest').toString('base64');
const unpadded = (bytes: number) => base64(bytes).replace(/=+$/, '');
const hex = (bytes: number) => Buffer.alloc(bytes, 'digest').toString('hex');
const aspnet = (prf: number, iterations: number) => {
  const head = Buffer.alloc(13);
  head.writeUInt8(1);
  for (const [index, value] of [prf, iterations, 16].entries()) head.writeUInt32BE(value, 1 + 4 * index);
  return Buffer.concat([head, Buffer.alloc(48, 'digest')]).toString('base64');
};
const told = (what: string, hash: string): HashCase => ({ what, format: AUTO, hash });

// the last character of the salt has bits to spare, which the native one wants to be nought
const bcrypt = (cost: number) => `$2b$${cost}$${crypt(21)}e${crypt(31)}`;
export const BCRYPT_10 = bcrypt(10);
export const BCRYPT_12 = bcrypt(12);
export const ARGON2_64 = `$argon2id$v=19$m=65536,t=3,p=1$${unpadded(16)}$${unpadded(32)}`;
export const ARGON2_19 = `$argon2id$v=19$m=19456,t=2,p=1$${unpadded(16)}$${unpadded(32)}`;

/** Every scheme that computes, at the cost its application has by default. */
export const hashCases: readonly HashCase[] = [
  told('bcrypt, cost 10', BCRYPT_10),
  told('bcrypt, cost 12', BCRYPT_12),
  told('bcrypt, cost 14 (the limit)', bcrypt(14)),
  told('Django bcrypt_sha256, cost 12', `bcrypt_sha256$${BCRYPT_12}`),
  told('WordPress 6.8, cost 10', `$wp$2y$10$${crypt(53)}`),
  told('Argon2id, 19 MiB, 2 passes', ARGON2_19),
  told('Argon2id, 64 MiB, 3 passes', ARGON2_64),
  told('Argon2id, 256 MiB, 4 passes (the limit)', ARGON2_64.replace('65536,t=3', '262144,t=4')),
  told('Argon2i version 0x10, 64 MiB, 2 passes', ARGON2_64.replace('$v=19', '').replace('t=3', 't=2')),
  told('scrypt, N 2^16', `$scrypt$ln=16,r=8,p=1$${unpadded(16)}$${unpadded(32)}`),
  told('Django scrypt, N 2^14', `scrypt$16384$salt$8$1$${base64(64)}`),
  told('Spring scrypt, N 2^16', `{scrypt@SpringSecurity_v5_8}$100801$${base64(16)}$${base64(32)}`),
  told('sha512crypt, 5,000 rounds', `$6$saltsaltsaltsalt$${crypt(86)}`),
  told('sha512crypt, 656,000 rounds', `$6$rounds=656000$saltsaltsaltsalt$${crypt(86)}`),
  told('sha256crypt, 535,000 rounds', `$5$rounds=535000$saltsaltsaltsalt$${crypt(43)}`),
  told('md5crypt', `$1$saltsalt$${crypt(22)}`),
  told('phpass, 2^13 rounds', `$P$B${crypt(30)}`),
  told('phpass, 2^20 rounds (the limit)', `$P$I${crypt(30)}`),
  told('Drupal 7, 2^15 rounds', `$S$D${crypt(51)}`),
  told('Django PBKDF2-SHA256, 600,000', `pbkdf2_sha256$600000$salt$${base64(32)}`),
  told('ASP.NET Identity 3, SHA-512, 100,000', aspnet(2, 100_000)),
  told('Atlassian', `{PKCS5S2}${base64(48)}`),
  told('Spring PBKDF2 5.8', `{pbkdf2@SpringSecurity_v5_8}${hex(48)}`),
  told('Spring StandardPasswordEncoder', `{sha256}${hex(40)}`),
  told('Magento 2, version 3', `${hex(32)}:${crypt(32)}:3_32_2_67108864`),
  told('LDAP {SSHA512}', `{SSHA512}${base64(72)}`),
  told('MS SQL Server', `0x0200${hex(68)}`),
  { what: 'Joomla 1.5', format: 'joomla', hash: `${hex(16)}:${crypt(32)}` },
];
