import fc from 'fast-check';

/** Any bytes, mostly not JSON. */
export const bytes = fc.uint8Array({ maxLength: 400 }).map((array) => Buffer.from(array));

const key = fc.oneof(
  fc.string(),
  fc.constantFrom(
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    'eventType',
    'data',
    'then',
  ),
);

/** JSON text with duplicate keys, keys of Object.prototype and any nesting that fits. */
export const jsonText: fc.Arbitrary<string> = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.jsonValue().map((value) => JSON.stringify(value)),
    fc.array(tie('value'), { maxLength: 4 }).map((items) => `[${items.join()}]`),
    fc
      .array(fc.tuple(key, tie('value')), { maxLength: 6 })
      .map((entries) => `{${entries.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join()}}`),
  ),
})).value;

/** Anything that could reach a Lambda function as its event: some of it is shaped like API Gateway's. */
export const anyEvent: fc.Arbitrary<unknown> = fc.oneof(
  fc.anything(),
  fc.record(
    {
      headers: fc.oneof(fc.anything(), fc.dictionary(fc.string(), fc.string())),
      body: fc.oneof(fc.anything(), jsonText),
      isBase64Encoded: fc.oneof(fc.boolean(), fc.anything()),
      requestContext: fc.oneof(
        fc.anything(),
        fc.record({ http: fc.anything(), timeEpoch: fc.anything(), authorizer: fc.anything() }),
      ),
    },
    { requiredKeys: [] },
  ),
);
