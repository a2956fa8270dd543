import fc from 'fast-check';
import { jsonText } from './http-events.ts';
import { CANARY } from './okta-bodies.ts';

const piece = fc.oneof(
  fc.constantFrom(
    ...[
      'login',
      'hash',
      'salt',
      'format',
      'email',
      'id',
      'externalId',
      'uniqueId',
      '__proto__',
      'constructor',
    ],
    ...[',', ',', ',', '"', '""', '\n', '\n', '\r\n', '\r', '\t', ';', '\0', '\uFEFF', '\uFFFD', '\u2028'],
    ...[CANARY, `"${CANARY},\n${CANARY}"`, '$2b$10$', `${CANARY}@example.com`, ' '],
  ),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
);
const header = fc.constantFrom(
  ...['', 'login,hash\n', 'login,hash,salt,format\n', 'id,login,email\n', 'Login , login,hash\n'],
  ...['externalId,externalId\n', '__proto__,login,hash\n', '"login","hash"\r\n'],
);

/** Text near a CSV file. */
const csvText = fc
  .tuple(header, fc.array(piece, { maxLength: 30 }))
  .map(([first, pieces]) => first + pieces.join(''));

const toUtf16 = (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le');
const ENCODINGS: readonly ((text: string) => Buffer)[] = [
  (text) => Buffer.from(text),
  (text) => Buffer.from(text, 'latin1'),
  toUtf16,
  (text) => toUtf16(text).swap16(),
  (text) => toUtf16(text).subarray(0, -1),
];

/** The bytes of such a file, in some encoding, or any bytes. */
export const csvBytes: fc.Arbitrary<Buffer> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.tuple(csvText, fc.constantFrom(...ENCODINGS)).map(([text, encode]) => encode(text)),
  },
  fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
);

const ndjsonLine = fc.oneof(
  jsonText,
  fc
    .record({
      login: fc.oneof(fc.constant(CANARY), fc.jsonValue()),
      profile: fc.jsonValue(),
      id: fc.jsonValue(),
    })
    .map((value) => JSON.stringify(value)),
  fc.constantFrom('', ' ', `{"login":"${CANARY}"`, CANARY, '\uFEFF{}'),
);

/** The bytes near an NDJSON file. */
export const ndjsonBytes: fc.Arbitrary<Buffer> = fc
  .tuple(fc.array(ndjsonLine, { maxLength: 5 }), fc.constantFrom('\n', '\r\n', '\r'))
  .map(([lines, end]) => Buffer.from(lines.join(end)));
