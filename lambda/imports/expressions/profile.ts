/** Objects and lists nested deeper than this cannot be read: Okta's profiles are flat, a payload need not be. */
const MAX_DEPTH = 12;
/** Nor can longer lists and texts: an expression that goes through them must not hold the process up. */
const MAX_ITEMS = 1_000;
const MAX_CHARACTERS = 10_000;
/** What a computed list may hold altogether: an answer is no larger than a call. */
const MAX_LIST_CHARACTERS = 256 * 1_024;

/** Code of the fault that a value is larger than expressions go through. */
export const TOO_LARGE = 'too_large';

/**
 * Stands for a value that is longer or deeper than expressions go through. The CEL library knows no such type and
 * fails where it meets it, with `unsupported_type`: nothing is decided by a part of a value, or as if there were none.
 */
export class TooLarge {}

/**
 * A profile as expressions see it: `Map`s instead of objects (an attribute named `constructor` is an
 * attribute), nulls and undefined left out (null means missing), whole numbers as CEL integers (`bigint`). An
 * attribute with more than 12 levels, a list of over 1,000 items or a text of over 10,000 characters is there, but an
 * expression that reads it fails. The profile itself is not touched.
 */
export function normaliseProfile(profile: Readonly<Record<string, unknown>>): Map<string, unknown> {
  return toMap(profile, MAX_DEPTH);
}

/** Whether what an expression came to, a scalar or a list of scalars, is larger than an attribute may be. */
export function isTooLarge(value: unknown): boolean {
  if (typeof value === 'string') return value.length > MAX_CHARACTERS;
  if (!Array.isArray(value)) return false;
  const texts = value.filter((item) => typeof item === 'string');
  const characters = texts.reduce((sum, text) => sum + text.length, 0);
  return value.length > MAX_ITEMS || characters > MAX_LIST_CHARACTERS || texts.some(isTooLarge);
}

/** One JSON value as expressions see it; undefined where an expression must not see it at all. */
export function normaliseValue(value: unknown): unknown {
  return normalise(value, MAX_DEPTH);
}

function normalise(value: unknown, depth: number): unknown {
  switch (typeof value) {
    case 'string':
      return value.length <= MAX_CHARACTERS ? value : new TooLarge();
    case 'boolean':
    case 'bigint':
      return value;
    case 'number':
      return Number.isSafeInteger(value) ? BigInt(value) : value;
    case 'object':
      return value === null ? undefined : collectionOf(value, depth);
    default:
      return undefined;
  }
}

/** A list or an object, whole or not at all. */
function collectionOf(value: object, depth: number): unknown {
  if (depth === 0 || value instanceof TooLarge) return new TooLarge();
  if (Array.isArray(value)) return toList(value, depth);
  const map = toMap(value, depth);
  for (const item of map.values()) if (item instanceof TooLarge) return item;
  return map;
}

function toMap(source: object, depth: number): Map<string, unknown> {
  const map = new Map<string, unknown>();
  const add = (raw: unknown, key: string) => {
    const value = normalise(raw, depth - 1);
    if (value !== undefined) map.set(key, value);
  };
  if (source instanceof Map) source.forEach(add);
  else for (const key of Object.keys(source)) add(source[key as keyof typeof source], key);
  return map;
}

function toList(source: readonly unknown[], depth: number): unknown[] | TooLarge {
  if (source.length > MAX_ITEMS) return new TooLarge();
  const list: unknown[] = [];
  for (const item of source) {
    const value = normalise(item, depth - 1);
    if (value instanceof TooLarge) return value;
    if (value !== undefined) list.push(value);
  }
  return list;
}

/**
 * The JSON of an expression's result, ready for a profile: integers become numbers, or text where a number
 * would lose digits; maps become objects whose keys are all their own (`__proto__` too).
 */
export function fromExpressionValue(value: unknown): unknown {
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value.toString();
  }
  if (Array.isArray(value)) return value.map(fromExpressionValue);
  if (value instanceof Map) {
    return Object.fromEntries([...value].map(([key, item]) => [key, fromExpressionValue(item)]));
  }
  return value;
}
