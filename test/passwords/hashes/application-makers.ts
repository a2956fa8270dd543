import { django, passlib, php, python, typed } from './commands.ts';
import type { Maker } from './makers.ts';

const PYTHON = ['python3'];
const PASSLIB = ['python3-passlib'];
const DJANGO = ['python3-django'];
const PHP = ['php-cli'];
const SLAPD = ['slapd'];

/** OpenSSL's own PBKDF2, in base64. */
const derived = (digest: string, bytes: number) =>
  `openssl kdf -keylen ${bytes} -kdfopt digest:${digest} -kdfopt pass:"$PASSWORD" -kdfopt salt:saltsaltsaltsalt -kdfopt iter:4096 -binary PBKDF2 | base64 -w 0`;
const SALT = 'c2FsdHNhbHRzYWx0c2FsdA==';

const aspnet = (header: string, digest: string, rounds: number) =>
  python(
    `import base64, hashlib, struct; s = b"sixteen bytes ab"; k = hashlib.pbkdf2_hmac("${digest}", p.encode(), s, ${rounds}, 32); print(base64.b64encode(${header} + s + k).decode())`,
  );
const aspnetV3 = (prf: number, digest: string) =>
  aspnet(`b"\\x01" + struct.pack(">III", ${prf}, 4096, 16)`, digest, 4096);

const keycloak = (algorithm: string, iterations: number, parameters: string, salt: string, value: string) =>
  `printf '{"credentialData":"{\\\\"algorithm\\\\":\\\\"${algorithm}\\\\",\\\\"hashIterations\\\\":${iterations},\\\\"additionalParameters\\\\":${parameters}}","secretData":"{\\\\"value\\\\":\\\\"%s\\\\",\\\\"salt\\\\":\\\\"%s\\\\"}"}' "${value}" "${salt}"`;
const KEYCLOAK_ARGON2 =
  '{\\\\"hashLength\\\\":[\\\\"32\\\\"],\\\\"memory\\\\":[\\\\"64\\\\"],\\\\"type\\\\":[\\\\"id\\\\"],\\\\"version\\\\":[\\\\"1.3\\\\"],\\\\"parallelism\\\\":[\\\\"1\\\\"]}';

const springPbkdf2 = (id: string, digest: string, rounds: number, salt: string) =>
  python(
    `import hashlib; s = b"${salt}"; print("{${id}}" + (s + hashlib.pbkdf2_hmac("${digest}", p.encode(), s, ${rounds}, 32)).hex())`,
  );
const slappasswd = (scheme: string, module = '') => `slappasswd -n ${module} -h '{${scheme}}' -s "$PASSWORD"`;
const sha2 = (scheme: string) => slappasswd(scheme, '-o module-path=/usr/lib/ldap -o module-load=pw-sha2');

/** PHP's own words for Magento's getArgonHash. */
const sodium = (password: string, passes: number, memory: number) =>
  `bin2hex(sodium_crypto_pwhash(32, ${password}, substr("thirtytwocharactersofmagentosalt", 0, 16), ${passes}, ${memory}, SODIUM_CRYPTO_PWHASH_ALG_ARGON2ID13)) . ":thirtytwocharactersofmagentosalt`;
const MAGENTO_SALT = '"thirtytwocharactersofmagentosalt"';

const pbkdf2: readonly Maker[] = [
  {
    name: 'django-pbkdf2-sha256',
    format: 'django-pbkdf2',
    packages: DJANGO,
    command: django('PBKDF2PasswordHasher', 'h.iterations = 4096'),
  },
  {
    name: 'django-pbkdf2-sha1',
    format: 'django-pbkdf2',
    packages: DJANGO,
    command: django('PBKDF2SHA1PasswordHasher', 'h.iterations = 4096'),
  },
  {
    name: 'passlib-pbkdf2-sha1',
    format: 'passlib-pbkdf2',
    packages: PASSLIB,
    command: passlib('pbkdf2_sha1', 'rounds=100'),
  },
  {
    name: 'passlib-pbkdf2-sha256',
    format: 'passlib-pbkdf2',
    packages: PASSLIB,
    command: passlib('pbkdf2_sha256', 'rounds=4096, salt=b"\\xfb\\xff\\xfe<salt>"'),
  },
  {
    name: 'passlib-pbkdf2-sha512',
    format: 'passlib-pbkdf2',
    packages: PASSLIB,
    command: passlib('pbkdf2_sha512', 'rounds=4096'),
  },
  {
    name: 'phc-pbkdf2-sha1',
    format: 'phc-pbkdf2',
    packages: ['openssl'],
    command: `printf '$pbkdf2-sha1$i=4096,l=20$%s$%s' ${SALT.slice(0, -2)} "$(${derived('SHA1', 20)} | tr -d =)"`,
  },
  {
    name: 'phc-pbkdf2-sha256',
    format: 'phc-pbkdf2',
    packages: ['openssl'],
    command: `printf '$pbkdf2-sha256$i=4096$%s$%s' ${SALT.slice(0, -2)} "$(${derived('SHA256', 32)} | tr -d =)"`,
  },
  {
    name: 'hashcat-pbkdf2-md5',
    format: 'hashcat-pbkdf2',
    packages: ['openssl'],
    command: `printf 'md5:4096:%s:%s' "${SALT}" "$(${derived('MD5', 16)})"`,
  },
  {
    name: 'hashcat-pbkdf2-sha512',
    format: 'hashcat-pbkdf2',
    packages: ['openssl'],
    command: `printf 'sha512:4096:%s:%s' "${SALT}" "$(${derived('SHA512', 64)})"`,
  },
  {
    name: 'aspnet-v2',
    format: 'aspnet-identity',
    packages: PYTHON,
    command: aspnet('b"\\x00"', 'sha1', 1000),
  },
  { name: 'aspnet-v3-sha1', format: 'aspnet-identity', packages: PYTHON, command: aspnetV3(0, 'sha1') },
  { name: 'aspnet-v3-sha256', format: 'aspnet-identity', packages: PYTHON, command: aspnetV3(1, 'sha256') },
  { name: 'aspnet-v3-sha512', format: 'aspnet-identity', packages: PYTHON, command: aspnetV3(2, 'sha512') },
  {
    name: 'keycloak-pbkdf2-sha256',
    format: 'keycloak',
    packages: ['openssl'],
    command: keycloak('pbkdf2-sha256', 4096, '{}', SALT, `$(${derived('SHA256', 64)})`),
  },
  {
    name: 'keycloak-argon2',
    format: 'keycloak',
    packages: ['argon2'],
    command: keycloak(
      'argon2',
      2,
      KEYCLOAK_ARGON2,
      SALT,
      `$(${typed("argon2 saltsaltsaltsalt -id -t 2 -k 64 -p 1 -l 32 -e | cut -d '$' -f 6")})=`,
    ),
  },
  { name: 'atlassian', format: 'atlassian', packages: PASSLIB, command: passlib('atlassian_pbkdf2_sha1') },
];

const spring: readonly Maker[] = [
  {
    name: 'spring-pbkdf2',
    format: 'spring',
    packages: PYTHON,
    command: springPbkdf2('pbkdf2', 'sha1', 185_000, 'eight by'),
  },
  {
    name: 'spring-pbkdf2-v5-8',
    format: 'spring',
    packages: PYTHON,
    command: springPbkdf2('pbkdf2@SpringSecurity_v5_8', 'sha256', 310_000, 'sixteen bytes ab'),
  },
  {
    name: 'spring-bcrypt',
    format: 'spring',
    packages: PHP,
    command: php('"{bcrypt}" . password_hash($p, PASSWORD_BCRYPT, ["cost" => 4])'),
  },
  {
    name: 'spring-argon2',
    format: 'spring',
    packages: ['argon2'],
    command: `printf '{argon2@SpringSecurity_v5_8}'; ${typed('argon2 saltsaltsaltsalt -id -t 2 -k 64 -p 1 -l 32 -e')}`,
  },
  {
    name: 'spring-scrypt-id',
    format: 'spring',
    packages: PYTHON,
    command: python(
      'import base64, hashlib; s = b"sixteen bytes ab"; k = hashlib.scrypt(p.encode(), salt=s, n=1024, r=8, p=1, dklen=32); print("{scrypt}$a0801$" + base64.b64encode(s).decode() + "$" + base64.b64encode(k).decode())',
    ),
  },
  {
    name: 'spring-sha256',
    format: 'spring',
    packages: PYTHON,
    command: python(
      'import functools, hashlib; s = b"eight by"; print("{sha256}" + (s + functools.reduce(lambda d, _: hashlib.sha256(d).digest(), range(1024), s + p.encode())).hex())',
    ),
  },
  {
    name: 'spring-md4',
    format: 'spring',
    packages: PHP,
    command: php('"{MD4}{salt}" . hash("md4", $p . "{salt}")'),
  },
  {
    name: 'spring-md5',
    format: 'spring',
    packages: PHP,
    command: php('"{MD5}{s=a{l}t}" . md5($p . "{s=a{l}t}")'),
  },
  { name: 'spring-md5-unsalted', format: 'spring', packages: PHP, command: php('"{MD5}" . md5($p)') },
  {
    name: 'spring-sha-1',
    format: 'spring',
    packages: PHP,
    command: php('"{SHA-1}{salt}" . sha1($p . "{salt}")'),
  },
  {
    name: 'spring-sha-256',
    format: 'spring',
    packages: PHP,
    command: php('"{SHA-256}{salt}" . hash("sha256", $p . "{salt}")'),
  },
  {
    name: 'spring-ldap',
    format: 'spring',
    packages: SLAPD,
    command: `printf '{ldap}'; ${slappasswd('SSHA')}`,
  },
];

const directories: readonly Maker[] = [
  { name: 'ldap-sha', format: 'ldap', packages: SLAPD, command: slappasswd('SHA') },
  { name: 'ldap-md5', format: 'ldap', packages: SLAPD, command: slappasswd('MD5') },
  { name: 'ldap-sha256', format: 'ldap', packages: SLAPD, command: sha2('SHA256') },
  {
    name: 'ldap-crypt-sha512',
    format: 'ldap',
    packages: ['openssl'],
    command: `printf '{CRYPT}'; ${typed('openssl passwd -6 -stdin')}`,
  },
  {
    name: 'ldap-crypt-bcrypt',
    format: 'ldap',
    packages: PHP,
    command: php('"{crypt}" . password_hash($p, PASSWORD_BCRYPT, ["cost" => 4])'),
  },
];

const databases: readonly Maker[] = [
  {
    name: 'django-md5',
    format: 'django-digest',
    packages: DJANGO,
    command: django('MD5PasswordHasher', 'pass'),
  },
  {
    name: 'django-sha1',
    format: 'django-digest',
    packages: DJANGO,
    command: django('SHA1PasswordHasher', 'pass'),
  },
  {
    name: 'django-sha1-unsalted',
    format: 'django-digest',
    packages: DJANGO,
    command: django('UnsaltedSHA1PasswordHasher', 'pass'),
  },
  {
    name: 'django-md5-unsalted',
    format: 'md5',
    packages: DJANGO,
    command: django('UnsaltedMD5PasswordHasher', 'pass'),
  },
  {
    name: 'magento2-v0',
    format: 'magento2',
    packages: PHP,
    command: php(`md5(${MAGENTO_SALT} . $p) . ":" . ${MAGENTO_SALT} . ":0"`),
  },
  {
    name: 'magento2-v1',
    format: 'magento2',
    packages: PHP,
    command: php(`hash("sha256", ${MAGENTO_SALT} . $p) . ":" . ${MAGENTO_SALT} . ":1"`),
  },
  {
    name: 'magento2-chain',
    format: 'magento2',
    packages: PHP,
    command: php(
      `hash("sha256", ${MAGENTO_SALT} . md5(${MAGENTO_SALT} . $p)) . ":" . ${MAGENTO_SALT} . ":0:1"`,
    ),
  },
  {
    name: 'magento2-v2',
    format: 'magento2',
    packages: PHP,
    command: php(`${sodium('$p', 2, 67_108_864)}:2"`),
  },
  {
    name: 'magento2-v3',
    format: 'magento2',
    packages: PHP,
    command: php(`${sodium('$p', 3, 65_536)}:3_32_3_65536"`),
  },
  {
    name: 'magento2-chain-v3',
    format: 'magento2',
    packages: PHP,
    command: php(`${sodium(`hash("sha256", ${MAGENTO_SALT} . $p)`, 3, 65_536)}:1:3_32_3_65536"`),
  },
  { name: 'mssql2000', format: 'mssql', packages: PASSLIB, command: passlib('mssql2000') },
  { name: 'mssql2005', format: 'mssql', packages: PASSLIB, command: passlib('mssql2005') },
  {
    name: 'mssql2012',
    format: 'mssql',
    packages: PYTHON,
    command: python(
      'import hashlib; s = b"salt"; print("0x0200" + (s + hashlib.sha512(p.encode("utf-16-le") + s).digest()).hex().upper())',
    ),
  },
  { name: 'oracle11', format: 'oracle', packages: PASSLIB, command: passlib('oracle11') },
  {
    name: 'oracle12',
    format: 'oracle',
    packages: PYTHON,
    command: python(
      'import hashlib; s = b"sixteen bytes ab"; k = hashlib.pbkdf2_hmac("sha512", p.encode(), s + b"AUTH_PBKDF2_SPEEDY_KEY", 4096, 64); print("T:" + (hashlib.sha512(k + s).digest() + s).hex().upper())',
    ),
  },
];

/** Programs that make hashes of applications, directories and databases. */
export const applicationMakers: readonly Maker[] = [...pbkdf2, ...spring, ...directories, ...databases];

/** The same where the salt stands at the end: nobody can tell that a part of it is missing. */
export const saltedMakers: readonly Maker[] = [
  { name: 'ldap-ssha', format: 'ldap', packages: SLAPD, command: slappasswd('SSHA') },
  { name: 'ldap-smd5', format: 'ldap', packages: SLAPD, command: slappasswd('SMD5') },
  { name: 'ldap-ssha256', format: 'ldap', packages: SLAPD, command: sha2('SSHA256') },
  { name: 'ldap-ssha384', format: 'ldap', packages: SLAPD, command: sha2('SSHA384') },
  { name: 'ldap-ssha512', format: 'ldap', packages: SLAPD, command: sha2('SSHA512') },
  { name: 'magento1', format: 'magento1', packages: PHP, command: php('md5("xy" . $p) . ":xy"') },
  {
    name: 'magento1-sha256',
    format: 'magento1',
    packages: PHP,
    command: php('hash("sha256", "0123456789abcdef" . $p) . ":0123456789abcdef"'),
  },
  {
    name: 'joomla',
    format: 'joomla',
    packages: PHP,
    command: php('md5($p . "sixteencharacter") . ":sixteencharacter"'),
  },
  { name: 'oscommerce', format: 'oscommerce', packages: PHP, command: php('md5("a1" . $p) . ":a1"') },
  { name: 'vbulletin', format: 'vbulletin', packages: PHP, command: php('md5(md5($p) . "x:y") . ":x:y"') },
  {
    name: 'digest-both',
    format: 'digest:sha1,salt=both',
    packages: PHP,
    command: php('strtoupper(sha1("salt" . $p . "salt")) . ":salt"'),
  },
  {
    name: 'digest-utf16',
    format: 'digest:sha512,salt=after,password=utf16le,hash=base64,salt-text=hex',
    packages: PYTHON,
    command: python(
      'import base64, hashlib; s = bytes.fromhex("00ff10"); print(base64.b64encode(hashlib.sha512(p.encode("utf-16-le") + s).digest()).decode() + ":00FF10")',
    ),
  },
  {
    name: 'digest-utf16-salt',
    format: 'digest:sha256,salt=before,salt-text=utf16le,password=utf16le',
    packages: PYTHON,
    command: python(
      'import hashlib; s = "salt"; print(hashlib.sha256((s + p).encode("utf-16-le")).hexdigest() + ":" + s)',
    ),
  },
  {
    name: 'hmac-key-salt',
    format: 'hmac:sha256',
    packages: ['openssl'],
    command: `printf %s "$PASSWORD" | openssl dgst -sha256 -hmac salt -r | cut -d ' ' -f 1 | sed s/$/:salt/`,
  },
  {
    name: 'hmac-key-password',
    format: 'hmac:sha1,key=password,salt-text=base64',
    packages: PHP,
    command: php('hash_hmac("sha1", "salt", $p) . ":" . base64_encode("salt")'),
  },
];
