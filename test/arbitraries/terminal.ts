import fc from 'fast-check';

/** Signs that steer a terminal, alone and as the sequences they begin. */
const STEERING = [
  ...[
    '\u001b[2J',
    '\u001b[31m',
    '\u001b[0m',
    '\u001b]0;title\u0007',
    '\u001b',
    '\u009b2J',
    '\u009d',
    '\u0090',
  ],
  ...[
    '\r',
    '\b',
    '\t',
    '\u0000',
    '\u0007',
    '\u007f',
    '\u0085',
    '\u202e',
    '\u2066',
    '\u200b',
    '\u00ad',
    '\uFEFF',
  ],
  ...['\u2028', '\u2029', '\u{E0041}', '\u{1D173}'],
];

/** Text that somebody else wrote to steer a terminal with. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.constantFrom(...STEERING), fc.string({ unit: 'grapheme', maxLength: 3 })), {
    maxLength: 10,
  })
  .map((pieces) => pieces.join(''));

/** One such text, for a cell of a file, with a word to find it by. */
export const HOSTILE = 'x\u001b[2J\u001b]0;t\u0007\u009b31m\ry\u202eEVIL\u2066\u007fz';

/** What {@link HOSTILE} looks like when it cannot steer. */
export const SHOWN = 'x [2J ]0;t  31m y EVIL  z';

/** What steers a terminal; ends of lines do not. */
export const STEERING_SIGN = /[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}]/u;

/** The colours and weights that commands use. */
const PAINT = ['1', '22', '31', '32', '33', '36', '39', '90'].map((code) => `\u001b[${code}m`);

/** What was written to a terminal without the commands' own paint. */
export const unpainted = (written: string): string =>
  PAINT.reduce((text, paint) => text.replaceAll(paint, ''), written);
