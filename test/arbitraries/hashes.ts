import fc from 'fast-check';

/** Any bytes as a password, none left out. */
export const anyPassword = fc.uint8Array({ maxLength: 100 });

const beginning = fc.constantFrom(
  ...[
    '$2b$',
    '$2y$05$',
    'bcrypt$',
    'bcrypt_sha256$$2b$',
    '$wp$2y$',
    '$argon2id$v=19$m=',
    '$argon2',
    'argon2$',
  ],
  ...[
    '$scrypt$ln=',
    'scrypt$',
    '$e0801$',
    '$5$',
    '$6$rounds=',
    '$1$',
    '$apr1$',
    '$P$',
    '$H$B',
    '$S$',
    'U$S$D',
  ],
  ...[
    '$y$',
    '$7$',
    '_',
    '{',
    '{SSHA}',
    '{bcrypt}',
    '{CRYPT}',
    'pbkdf2_sha256$',
    '$pbkdf2-sha512$i=',
    '0x0200',
  ],
);
const anyText = fc.string({ unit: 'binary', maxLength: 60 });
const numbers = fc.bigInt({ min: -1n, max: 10n ** 30n }).map(String);

/** Any text, most of it with the beginning of a format, numbers out of all ranges, and separators. */
export const anyHash = fc.oneof(
  anyText,
  fc.tuple(beginning, anyText).map((parts) => parts.join('')),
  fc
    .tuple(
      beginning,
      fc.array(fc.oneof(numbers, anyText, fc.base64String({ maxLength: 90 })), { maxLength: 5 }),
    )
    .chain(([start, parts]) => fc.constantFrom('$', ',', ':').map((mark) => `${start}${parts.join(mark)}`)),
);

/** A text with one piece of it replaced by another. */
export function damaged(text: string): fc.Arbitrary<string> {
  return fc
    .tuple(fc.nat({ max: text.length }), fc.nat({ max: 8 }), fc.oneof(numbers, anyText))
    .map(([at, length, piece]) => `${text.slice(0, at)}${piece}${text.slice(at + length)}`);
}
