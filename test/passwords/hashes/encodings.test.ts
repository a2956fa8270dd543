import { describe, expect, it } from '@jest/globals';
import { equalBytes, fromBase64, fromHex, toUtf16le } from '../../../lambda/passwords/hashes/encodings.ts';
import { partsOf } from '../../../lambda/passwords/hashes/parts.ts';
import { fc } from '../../fuzz.ts';

const bytes = fc.uint8Array({ maxLength: 40 });

describe('text that stands for bytes', () => {
  it('is read back, as hex of either case and as base64 with its padding or without', () => {
    fc.assert(
      fc.property(bytes, (made) => {
        const buffer = Buffer.from(made);
        expect(fromHex(buffer.toString('hex'))).toEqual(buffer);
        expect(fromHex(buffer.toString('hex').toUpperCase())).toEqual(buffer);
        expect(fromBase64(buffer.toString('base64'))).toEqual(buffer);
        expect(fromBase64(buffer.toString('base64').replace(/=+$/, ''))).toEqual(buffer);
      }),
    );
  });

  it.each(['0', '000', 'fg', ' ff', 'ff ', '0xff', 'ff\n'])('is no hex: %j', (text) => {
    expect(fromHex(text)).toBeUndefined();
  });

  it.each([
    'A',
    'AAAAA',
    'A===',
    'AA=',
    'AAA==',
    'AAAA=',
    'AAAA====',
    '=',
    '==',
    '*AAAA',
    'AAAA*',
    'AA_-',
    'AA AA',
    'AAAA\n',
  ])('is no base64: %j', (text) => {
    expect(fromBase64(text)).toBeUndefined();
  });

  it('is the same text in UTF-16 as it was in UTF-8', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(toUtf16le(new TextEncoder().encode(text)).toString('utf16le')).toBe(text);
      }),
    );
  });

  it('is in UTF-16 what a decoder of UTF-8 makes of any bytes, byte order marks kept', () => {
    const marked = bytes.map((some) => new Uint8Array([0xef, 0xbb, 0xbf, ...some]));
    fc.assert(
      fc.property(fc.oneof(bytes, marked), (some) => {
        expect(toUtf16le(some).toString('utf16le')).toBe(Buffer.from(some).toString('utf8'));
      }),
    );
  });
});

describe('bytes', () => {
  it('are equal when they are the same, and of another length never', () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        expect(equalBytes(a, a.slice())).toBe(true);
        expect(equalBytes(a, b)).toBe(Buffer.compare(a, b) === 0);
        expect(equalBytes(a, new Uint8Array([...a, 0]))).toBe(false);
      }),
    );
  });
});

describe('the parts of a hash', () => {
  it('are as many as the pattern has groups, empty where a group took no part', () => {
    expect(partsOf(3, /^(a)?(b)(c)?$/, 'b')).toEqual(['', 'b', '']);
    expect(() => partsOf(1, /^(a)$/, 'b')).toThrow(expect.objectContaining({ reason: 'malformed hash' }));
  });
});
