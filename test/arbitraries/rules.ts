import fc from 'fast-check';

const trickyName = fc.constantFrom(
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', 'then', 'length'],
  ...['login', 'middleName', 'groups', 'a b', ''],
);

/** A profile as Okta might send it, and as it would not: any JSON under names of Object.prototype too. */
export const anyProfile: fc.Arbitrary<Record<string, unknown>> = fc
  .array(fc.tuple(fc.oneof(trickyName, fc.string()), fc.oneof(fc.jsonValue(), anyDeepValue())), {
    maxLength: 6,
  })
  .map((entries) => Object.fromEntries(entries));

function anyDeepValue(): fc.Arbitrary<unknown> {
  return fc
    .tuple(fc.nat(30), fc.constantFrom<unknown>('x', null, 7, 1e21))
    .map(([depth, leaf]) =>
      Array.from({ length: depth }).reduce<unknown>((inner, _, i) => (i % 2 ? [inner] : { inner }), leaf),
    );
}

const token = fc.constantFrom(
  ...['user', 'appUser', 'matches', 'conflicts', 'action', 'n', 'x', 'constructor', '__proto__', 'optional'],
  ...['.', '.', '(', ')', '[', ']', '{', '}', ',', ':', '?', '"a"', "'b'", '1', '2.5', '-', 'null', 'true'],
  ...[' + ', ' == ', ' in ', ' && ', ' || ', '!', ' < ', ' / '],
  ...['login', 'middleName', 'has(', 'size(', 'infix(', 'ascii(', 'initial(', 'glob(', 'pad(', 'string('],
  ...['.matches(', '.map(x, ', '.exists(x, ', '.filter(', '.startsWith(', '.join(', 'cel.bind(', '"', '\\'],
);

/** Text near the expression language: often readable, seldom right. */
export const expressionText: fc.Arbitrary<string> = fc.oneof(
  fc.array(token, { maxLength: 14 }).map((tokens) => tokens.join('')),
  fc.string({ unit: 'grapheme' }),
);

const readable = fc.constantFrom(
  ...['user', 'appUser', 'user.login', 'appUser.middleName', 'user.toString', 'appUser["__proto__"]'],
  ...['matches[0]', 'matches[0].id', 'conflicts', 'policy', 'action', 'job', 'user.groups', 'size(matches)'],
);

/** Expressions that compile as a value, over any attribute types: what they come to depends on the person. */
export const readableExpression: fc.Arbitrary<string> = fc.oneof(
  readable,
  fc
    .tuple(fc.constantFrom('ascii', 'lower', 'initial', 'localPart', 'domain', 'squash', 'size'), readable)
    .map(([name, of]) => `${name}(dyn(${of}))`),
  fc
    .tuple(fc.constantFrom('==', '!=', '<', '+', 'in', '/'), readable, readable)
    .map(([operator, left, right]) => `dyn(${left}) ${operator} dyn(${right})`),
  fc.tuple(readable, readable).map(([left, right]) => `infix(dyn(${left}), dyn(${right}))`),
  readable.map((of) => `dyn(${of}).map(x, dyn(x).startsWith("a"))`),
);

const yamlLine = fc.oneof(
  fc.constantFrom(
    ...['version: 1', 'rules:', '  - name: one', '    when: |', '      action ==', '        "X"', '    set:'],
    ...["      user.x: 'user.login'", '    login: {candidates: []}', '    stop: true', '    name: two'],
    ...['<<: *a', 'a: &a 1', '--- ', '%YAML 1.1', '? [1]', '__proto__: 1', 'person: "\\u00e9"', '- 1', '\t'],
    ...[
      "loginPattern: '[z-a]+'",
      'attributes: [user.x]',
      '    when: >-',
      'rules: null',
      '!!set {a}',
      '{',
      '"',
    ],
  ),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
);

/** Text near a rules file. */
export const rulesText: fc.Arbitrary<string> = fc
  .array(yamlLine, { maxLength: 12 })
  .map((lines) => lines.join('\n'));
