import { isUtf8, transcode } from 'node:buffer';
import { timingSafeEqual } from 'node:crypto';

/** Joins byte strings. */
export const joined = (...parts: readonly Uint8Array[]): Buffer => Buffer.concat(parts);

/** Reads hex digits of either case; undefined for anything else. */
export function fromHex(text: string): Buffer | undefined {
  return text.length % 2 === 0 && /^[0-9a-f]*$/i.test(text) ? Buffer.from(text, 'hex') : undefined;
}

/**
 * Reads standard base64 (RFC 4648, section 4), padded or not; undefined for other characters, wrong padding
 * and lengths that no bytes have.
 */
export function fromBase64(text: string): Buffer | undefined {
  const [, digits, padding] = /^([A-Za-z0-9+/]*)(={0,2})$/.exec(text) ?? [];
  if (digits === undefined || digits.length % 4 === 1) return undefined;
  if (padding && (digits.length + padding.length) % 4 !== 0) return undefined;
  return Buffer.from(digits, 'base64');
}

/** Compares in a time that depends on the length only. */
export const equalBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && timingSafeEqual(a, b);

/** The same characters in UTF-16LE; the caller zeroes what it gets. Bytes that are no UTF-8 become U+FFFD. */
export function toUtf16le(utf8: Uint8Array): Buffer {
  // a text on the way could not be zeroed, so there is one only where `transcode` would fail
  return isUtf8(utf8)
    ? transcode(utf8, 'utf8', 'utf16le')
    : Buffer.from(new TextDecoder('utf-8', { ignoreBOM: true }).decode(utf8), 'utf16le');
}
