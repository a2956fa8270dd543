import { applicationMakers } from './application-makers.ts';
import { django, php, python, typed } from './commands.ts';

/** How another program makes hashes of one format. */
export interface Maker {
  /** Names the fixture. */
  readonly name: string;
  /** The scheme that must recognise what it makes. */
  readonly format: string;
  /** Debian packages that bring the program. */
  readonly packages: readonly string[];
  /** For a POSIX shell; the password is in the environment as `PASSWORD`, the hash goes to standard output. */
  readonly command: string;
}

/** PHP's own words for what Drupal 7 does in includes/password.inc. */
const drupal = (password: string) =>
  `php -r '
    function b64($b) { $a = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"; $o = "";
      for ($i = 0; $i < strlen($b); $i += 3) { $v = 0;
        for ($k = 2; $k >= 0; $k--) $v = ($v << 8) | (isset($b[$i + $k]) ? ord($b[$i + $k]) : 0);
        for ($k = 0; $k < 4; $k++) $o .= $a[($v >> (6 * $k)) & 63]; }
      return $o; }
    $p = getenv("PASSWORD"); $p = ${password}; $h = hash("sha512", "saltsalt" . $p, true);
    for ($i = 0; $i < 256; $i++) $h = hash("sha512", $h . $p, true);
    echo substr("$" . "S$" . "6saltsalt" . b64($h), 0, 55);'`;
const scrypt = (cost: number, r: number, p: number, salt: string, bytes: number) =>
  `import hashlib, base64; k = base64.b64encode(hashlib.scrypt(p.encode(), salt=b"${salt}", n=${cost}, r=${r}, p=${p}, dklen=${bytes})).decode(); s = base64.b64encode(b"${salt}").decode()`;

/** The reference implementation with associated data, which its own command cannot be given. */
const argon2WithData = (version: number) =>
  python(
    `import base64; from argon2.low_level import ffi, lib, core, Type; d = b"associated"; s = b"saltsalt"; w = p.encode(); out = ffi.new("uint8_t[]", 32); keep = [ffi.new("uint8_t[]", x) for x in (w, s, d)]; c = ffi.new("argon2_context *", dict(version=${version}, out=out, outlen=32, pwd=keep[0], pwdlen=len(w), salt=keep[1], saltlen=len(s), secret=ffi.NULL, secretlen=0, ad=keep[2], adlen=len(d), t_cost=1, m_cost=64, lanes=1, threads=1, allocate_cbk=ffi.NULL, free_cbk=ffi.NULL, flags=0)); assert core(c, Type.ID.value) == 0; b = lambda x: base64.b64encode(x).decode().rstrip("="); print("$argon2id$v=${version}$m=64,t=1,p=1,data=" + b(d) + "$" + b(s) + "$" + b(bytes(ffi.buffer(out, 32))))`,
  );

/** Costs are as low as the programs allow: how they are read is tested, not how long they take. */
export const makers: readonly Maker[] = [
  {
    name: 'bcrypt-htpasswd',
    format: 'bcrypt',
    packages: ['apache2-utils'],
    command: `${typed('htpasswd -niB -C 4 x')} | head -n 1 | cut -d : -f 2`,
  },
  {
    name: 'bcrypt-mkpasswd-2a',
    format: 'bcrypt',
    packages: ['whois'],
    command: typed('mkpasswd -s -m bcrypt-a -R 4'),
  },
  {
    name: 'bcrypt-python',
    format: 'bcrypt',
    packages: ['python3-bcrypt'],
    command: python('import bcrypt; print(bcrypt.hashpw(p.encode(), bcrypt.gensalt(4)).decode())'),
  },
  {
    name: 'bcrypt-php',
    format: 'bcrypt',
    packages: ['php-cli'],
    command: php('password_hash($p, PASSWORD_BCRYPT, ["cost" => 5])'),
  },
  {
    name: 'django-bcrypt',
    format: 'django-bcrypt',
    packages: ['python3-django', 'python3-bcrypt'],
    command: django('BCryptPasswordHasher', 'h.rounds = 4'),
  },
  {
    name: 'django-bcrypt-sha256',
    format: 'django-bcrypt-sha256',
    packages: ['python3-django', 'python3-bcrypt'],
    command: django('BCryptSHA256PasswordHasher', 'h.rounds = 4'),
  },
  {
    name: 'wordpress',
    format: 'wordpress',
    packages: ['php-cli'],
    command: php(
      '"$" . "wp" . password_hash(base64_encode(hash_hmac("sha384", trim($p), "wp-sha384", true)), PASSWORD_BCRYPT, ["cost" => 4])',
    ),
  },
  {
    name: 'argon2id',
    format: 'argon2',
    packages: ['argon2'],
    command: typed('argon2 saltsalt -id -t 2 -k 256 -p 2 -l 32 -e'),
  },
  {
    name: 'argon2i',
    format: 'argon2',
    packages: ['argon2'],
    command: typed('argon2 saltsaltsalt -i -t 3 -k 64 -p 1 -l 24 -e'),
  },
  {
    name: 'argon2d',
    format: 'argon2',
    packages: ['argon2'],
    command: typed('argon2 saltsalt -d -t 1 -k 64 -p 1 -l 64 -e'),
  },
  {
    name: 'argon2-version-16',
    format: 'argon2',
    packages: ['argon2'],
    command: typed('argon2 saltsalt -i -v 10 -t 3 -k 64 -p 2 -l 32 -e'),
  },
  {
    name: 'argon2-no-version',
    format: 'argon2',
    packages: ['argon2'],
    command: `${typed('argon2 saltsalt -id -v 10 -t 1 -k 64 -p 1 -l 32 -e')} | sed 's/[$]v=16//'`,
  },
  { name: 'argon2-data', format: 'argon2', packages: ['python3-argon2'], command: argon2WithData(19) },
  {
    name: 'argon2-version-16-data',
    format: 'argon2',
    packages: ['python3-argon2'],
    command: argon2WithData(16),
  },
  {
    name: 'argon2-php',
    format: 'argon2',
    packages: ['php-cli'],
    command: php(
      'password_hash($p, PASSWORD_ARGON2ID, ["memory_cost" => 64, "time_cost" => 1, "threads" => 1])',
    ),
  },
  {
    name: 'django-argon2',
    format: 'django-argon2',
    packages: ['python3-django', 'python3-argon2'],
    command: django('Argon2PasswordHasher', 'h.time_cost = 1; h.memory_cost = 64; h.parallelism = 2'),
  },
  {
    name: 'scrypt',
    format: 'scrypt',
    packages: ['python3-passlib'],
    command: python('from passlib.hash import scrypt; print(scrypt.using(rounds=4).hash(p))'),
  },
  {
    name: 'django-scrypt',
    format: 'django-scrypt',
    packages: ['python3'],
    command: python(`${scrypt(1024, 8, 1, 'seasalt', 64)}; print("scrypt$1024$seasalt$8$1$" + k)`),
  },
  {
    name: 'spring-scrypt',
    format: 'spring-scrypt',
    packages: ['python3'],
    command: python(`${scrypt(1024, 8, 1, 'sixteen bytes ab', 32)}; print("$a0801$" + s + "$" + k)`),
  },
  {
    name: 'sha256crypt-openssl',
    format: 'sha-crypt',
    packages: ['openssl'],
    command: typed('openssl passwd -5 -stdin'),
  },
  {
    name: 'sha512crypt-openssl',
    format: 'sha-crypt',
    packages: ['openssl'],
    command: typed('openssl passwd -6 -stdin'),
  },
  {
    name: 'sha256crypt-php',
    format: 'sha-crypt',
    packages: ['php-cli'],
    command: php('crypt($p, "$" . "5$" . "rounds=1001$" . "salt$")'),
  },
  {
    name: 'sha512crypt-mkpasswd',
    format: 'sha-crypt',
    packages: ['whois'],
    command: typed('mkpasswd -s -m sha512crypt -R 1234'),
  },
  {
    name: 'md5crypt-openssl',
    format: 'md5crypt',
    packages: ['openssl'],
    command: typed('openssl passwd -1 -stdin'),
  },
  {
    name: 'md5crypt-php',
    format: 'md5crypt',
    packages: ['php-cli'],
    command: php('crypt($p, "$" . "1$" . "abc$")'),
  },
  {
    name: 'apr1-openssl',
    format: 'md5crypt',
    packages: ['openssl'],
    command: typed('openssl passwd -apr1 -stdin'),
  },
  {
    name: 'apr1-htpasswd',
    format: 'md5crypt',
    packages: ['apache2-utils'],
    command: `${typed('htpasswd -nim x')} | head -n 1 | cut -d : -f 2`,
  },
  {
    name: 'phpass',
    format: 'phpass',
    packages: ['python3-passlib'],
    command: python('from passlib.hash import phpass; print(phpass.using(rounds=7).hash(p))'),
  },
  {
    name: 'phpass-phpbb',
    format: 'phpass',
    packages: ['python3-passlib'],
    command: python('from passlib.hash import phpass; print(phpass.using(rounds=8, ident="$H$").hash(p))'),
  },
  { name: 'drupal7', format: 'drupal7', packages: ['php-cli'], command: drupal('$p') },
  {
    name: 'drupal7-from-6',
    format: 'drupal7',
    packages: ['php-cli'],
    command: `printf U; ${drupal('md5($p)')}`,
  },
  {
    name: 'drupal7-from-phpass',
    format: 'drupal7',
    packages: ['python3-passlib'],
    command: python(
      'import hashlib; from passlib.hash import phpass; print("U" + phpass.using(rounds=7).hash(hashlib.md5(p.encode()).hexdigest()))',
    ),
  },
  {
    name: 'wordpress-md5',
    format: 'wordpress-md5',
    packages: ['coreutils'],
    command: `${typed('md5sum')} | cut -c -32`,
  },
  ...applicationMakers,
];

/** Programs whose hashes nothing here computes, by the format's name. */
export const unsupportedMakers: readonly Maker[] = [
  {
    name: 'yescrypt',
    format: 'yescrypt',
    packages: ['whois'],
    command: typed('mkpasswd -s -m yescrypt -R 1'),
  },
  {
    name: 'gost-yescrypt',
    format: 'gost-yescrypt',
    packages: ['whois'],
    command: typed('mkpasswd -s -m gost-yescrypt -R 1'),
  },
  {
    name: 'scrypt-crypt',
    format: 'scrypt-crypt',
    packages: ['whois'],
    command: typed('mkpasswd -s -m scrypt -R 6'),
  },
  { name: 'sun-md5', format: 'sun-md5', packages: ['whois'], command: typed('mkpasswd -s -m sunmd5') },
  {
    name: 'bsdi-crypt',
    format: 'bsdi-crypt',
    packages: ['whois'],
    command: typed('mkpasswd -s -m bsdicrypt -R 1'),
  },
  { name: 'des-crypt', format: 'des-crypt', packages: ['whois'], command: typed('mkpasswd -s -m descrypt') },
  { name: 'nt-hash', format: 'nt-hash', packages: ['whois'], command: typed('mkpasswd -s -m nt') },
];
