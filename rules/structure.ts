import * as z from 'zod';
import { type Fault, quote } from './problem.ts';
import { closest } from './suggest.ts';
import type { Path } from './yaml-source.ts';

/** A fault at a path of the document; `at` tells whether its key or its value is meant. */
export interface StructureFault extends Fault {
  readonly path: Path;
  readonly at: 'key' | 'value';
}

/** Every way in which a value is not as the schema wants it, in words for the author of the file. */
export function structureFaults(schema: z.ZodType, value: unknown): readonly StructureFault[] {
  const { error } = schema.safeParse(value);
  if (!error) return [];
  const known = z.toJSONSchema(schema, { io: 'input' });
  return error.issues.flatMap((issue) => faultsOf(issue, value, known));
}

function faultsOf(issue: z.core.$ZodIssue, value: unknown, known: unknown): StructureFault[] {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') {
    const names = Object.keys(record(record(schemaAt(known, path))['properties']));
    return issue.keys.map((key) => ({ path: [...path, key], at: 'key', ...unknownKey(key, names) }));
  }
  const found = path.reduce<unknown>((parent, key) => record(parent)[String(key)], value);
  if (found === undefined) {
    const message = `the key ${quote(String(path.at(-1)))} is missing`;
    return [{ path, at: 'value', code: 'missing_key', message }];
  }
  if (issue.code === 'invalid_key') {
    const message = `${quote(String(path.at(-1)))} is no attribute`;
    return [{ path, at: 'key', code: 'bad_path', message, expected: issue.issues[0]?.message ?? 'a path' }];
  }
  return [{ path, at: 'value', ...badValue(issue, found) }];
}

function unknownKey(key: string, names: readonly string[]): Fault {
  const guess = closest(key, names);
  return {
    code: 'unknown_key',
    message: `unknown key ${quote(key)}`,
    ...(guess === undefined ? { expected: `one of ${names.join(', ')}` } : { suggestion: guess }),
  };
}

function badValue(issue: z.core.$ZodIssue, found: unknown): Fault {
  const message = `found ${describe(found)}`;
  switch (issue.code) {
    case 'invalid_type':
      return { code: 'wrong_type', message, expected: TYPE_WORDS[issue.expected] ?? issue.expected };
    case 'invalid_value': {
      const guess = typeof found === 'string' ? closest(found, issue.values.map(String)) : undefined;
      const expected = issue.values.map(String).join(', ');
      return { code: 'wrong_value', message, expected, ...(guess !== undefined && { suggestion: guess }) };
    }
    case 'too_small':
      return { code: 'too_small', message, expected: `at least ${issue.minimum}${unit(issue.origin)}` };
    case 'too_big':
      return { code: 'too_big', message, expected: `at most ${issue.maximum}${unit(issue.origin)}` };
    default:
      return { code: 'wrong_value', message, expected: issue.message };
  }
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'a text, in quotes',
  int: 'a whole number',
  number: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'keys with values',
  record: 'keys with values',
};

function unit(origin: string): string {
  if (origin === 'string') return ' character(s)';
  return origin === 'array' ? ' item(s)' : '';
}

function describe(value: unknown): string {
  if (typeof value === 'string') return value === '' ? 'an empty text' : `the text ${quote(value)}`;
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  return typeof value === 'object' ? 'keys with values' : `the ${typeof value} ${value}`;
}

/** The part of a JSON Schema that describes what stands at a path. */
function schemaAt(schema: unknown, path: Path): unknown {
  return path.reduce<unknown>((parent, key) => {
    const { anyOf, items, properties, additionalProperties } = record(parent);
    if (Array.isArray(anyOf)) return schemaAt(anyOf[0], [key]);
    if (typeof key === 'number') return items;
    return record(properties)[String(key)] ?? additionalProperties;
  }, schema);
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
