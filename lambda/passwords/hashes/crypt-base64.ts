/** The alphabet of crypt(3); not that of base64. */
const ITOA64 = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The number a character stands for; −1 outside the alphabet. */
export function itoa64Index(character: string): number {
  return ITOA64.indexOf(character);
}

/** Writes bytes as crypt(3) does: three at a time, the lowest six bits first, no padding. */
export function encodeItoa64(bytes: Uint8Array): string {
  let text = '';
  for (let start = 0; start < bytes.length; start += 3) {
    const group = bytes.subarray(start, start + 3);
    const bits = group.reduce((sum, byte, index) => sum | (byte << (8 * index)), 0);
    for (let digit = 0; digit <= group.length; digit += 1) text += ITOA64[(bits >> (6 * digit)) & 63];
  }
  return text;
}

/** The bytes in the order given by their indices: the older crypt schemes shuffle a digest before they write it. */
export function shuffled(bytes: Uint8Array, order: readonly number[]): Uint8Array {
  return Uint8Array.from(order, (index) => bytes[index] ?? 0);
}
