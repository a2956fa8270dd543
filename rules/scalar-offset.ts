import type { Scalar } from 'yaml';

// YAML 1.2.2 §5.7; the escapes whose character counts as white space below.
const BLANK_ESCAPES = new Set(['t', '\t', 'n', 'v', 'f', 'r', ' ', '_', 'L', 'P', '\n', '\r']);
const HEX_ESCAPES: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };
const BLANK = /\s/;

/**
 * Where in the file the character `offset` of a scalar's value is written.
 *
 * Quotes, escapes, folded lines and the indentation of block scalars make value and source differ; apart from
 * white space their characters come in the same order, so the ones that are not white space are counted.
 */
export function scalarOffset(scalar: Scalar, offset: number): number {
  const token = scalar.srcToken;
  if (!token || !('source' in token) || typeof scalar.value !== 'string') return scalar.range?.[0] ?? 0;
  const { source } = token;
  const start = token.type === 'block-scalar' ? (scalar.range?.[1] ?? 0) - source.length : token.offset;
  const step = stepper(token.type);
  const quote = token.type.endsWith('quoted-scalar') ? 1 : 0;
  let wanted = countInk(scalar.value.slice(0, offset));
  let afterInk = quote;
  for (let at = quote; at < source.length - quote; ) {
    const { length, ink } = step(source, at);
    if (ink > 0) {
      if (wanted <= 0) return start + at;
      wanted -= ink;
      afterInk = at + length;
    }
    at += length;
  }
  return start + afterInk;
}

interface Step {
  /** Characters of the source. */
  readonly length: number;
  /** Characters of the value that are not white space. */
  readonly ink: number;
}

function stepper(type: string): (source: string, at: number) => Step {
  if (type === 'double-quoted-scalar') return stepDoubleQuoted;
  if (type === 'single-quoted-scalar') {
    return (source, at) => (source.startsWith("''", at) ? { length: 2, ink: 1 } : stepPlain(source, at));
  }
  return stepPlain;
}

function stepPlain(source: string, at: number): Step {
  return { length: 1, ink: countInk(source.charAt(at)) };
}

function stepDoubleQuoted(source: string, at: number): Step {
  if (source.charAt(at) !== '\\') return stepPlain(source, at);
  const letter = source.charAt(at + 1);
  const digits = HEX_ESCAPES[letter];
  if (digits === undefined) return { length: 2, ink: BLANK_ESCAPES.has(letter) ? 0 : 1 };
  const point = Number.parseInt(source.slice(at + 2, at + 2 + digits), 16);
  return { length: 2 + digits, ink: countInk(String.fromCodePoint(point)) };
}

function countInk(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i += 1) if (!BLANK.test(text.charAt(i))) count += 1;
  return count;
}
