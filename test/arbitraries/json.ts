import fc from 'fast-check';
import { jsonText } from './http-events.ts';

/** Any value that can come out of JSON, methods of objects replaced by data too. */
export const anyJson: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: jsonText.map((text): unknown => JSON.parse(text)) },
  fc.constantFrom<unknown>(
    { toString: 1, valueOf: null },
    { toString: {} },
    [[]],
    Number.POSITIVE_INFINITY,
    -0,
    '',
    '\0',
  ),
);

/** An object that has some of these keys, each with one of its likely values or any other. */
export function near(likely: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<unknown> {
  const fields = Object.entries(likely).map(([name, value]) => [
    name,
    fc.oneof({ weight: 5, arbitrary: value }, anyJson),
  ]);
  return fc.oneof(
    { weight: 6, arbitrary: fc.record(Object.fromEntries(fields), { requiredKeys: [] }) },
    anyJson,
  );
}
