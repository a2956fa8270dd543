import { describe, expect, it } from '@jest/globals';
import { createEnvironment, RULE_VARIABLES } from '../../lambda/imports/expressions/environment.ts';
import { createExpressionFactory, type ExpectedType } from '../../lambda/imports/expressions/prepare.ts';
import { knownAttributes } from '../../rules/attributes.ts';
import { checkExpression, type Language } from '../../rules/expression.ts';
import { anyProfile, expressionText } from '../arbitraries/rules.ts';
import { fc } from '../fuzz.ts';
import { person } from '../imports/expressions/person.ts';

const language: Language = {
  environment: createEnvironment(RULE_VARIABLES),
  variables: Object.keys(RULE_VARIABLES),
  attributes: knownAttributes(['appUser.middleName']),
};
const check = (source: string, expected: ExpectedType = 'dyn') => checkExpression(source, expected, language);
const codes = (source: string) => check(source).faults.map(({ code, offset }) => `${code} ${offset}`);

describe('an expression is refused that', () => {
  it.each([
    ['could hang the process', 'user.login.matches("^(a+)+$")', 'unknown_method 11'],
    ['reaches for another regular expression', 'matches("a", "b")', 'unknown_function 0'],
    ['binds a name, which could double a text many times', 'cel.bind(x, "a", x + x)', 'unknown_variable 0'],
    ['reads bytes as JSON', 'bytes(user.login).json()', 'unknown_function 0'],
    ['uses a type as a value', 'string', 'unknown_variable 0'],
    ['uses a constant of the library', 'optional', 'unknown_variable 0'],
    ['nests lists', 'conflicts.exists(a, policy.exists(b, a == b))', 'nested_macro 27'],
    ['nests lists in a transform', 'conflicts.map(a, policy.filter(b, a == b))', 'nested_macro 24'],
    ['is too long a tree', Array(300).fill('1').join('+'), 'limit_exceeded 0'],
    ['is too deep', `${'('.repeat(60)}1${')'.repeat(60)}`, 'limit_exceeded 50'],
    ['has a variable after its macro', 'conflicts.exists(c, true) && c == "x"', 'unknown_variable 29'],
    ['adds a text to a number', '"a" + 1', 'no_such_overload 0'],
    ['has arguments of other types', 'action.startsWith(1)', 'no_matching_overload 0'],
    ['is a map', '{"a": 1}', 'wrong_type 0'],
    ['is nothing', ' ', 'unexpected_token 1'],
  ])('%s', (_, source, expected) => {
    const { compiled, faults } = check(source);
    expect(compiled).toBeUndefined();
    expect(faults.map(({ code, offset }) => `${code} ${offset}`)).toContain(expected);
  });
});

describe('an expression', () => {
  it('gets all its unknown names at once', () => {
    expect(codes('usr.login == foo(aciton) && user.login.lower() == "x"')).toEqual([
      'unknown_variable 0',
      'unknown_variable 17',
      'unknown_function 13',
      'unknown_method 39',
    ]);
  });

  it.each([
    ['aciton', 'action'],
    ['user.login.lower()', 'lower(…)'],
    ['startsWith(user.login, "a")', 'text.startsWith(…)'],
    ['user.login.matches("a")', 'glob(text, pattern)'],
    ['asci(user.login)', 'ascii'],
    ['job.typ', 'job.type'],
  ])('%s: did you mean %s?', (source, suggestion) => {
    expect(check(source).faults).toContainEqual(expect.objectContaining({ suggestion }));
  });

  it('may chain lists and name their variable like a profile', () => {
    const { compiled, faults } = check('conflicts.filter(user, user == "a").map(x, x + "b").join(",")');
    expect(faults).toEqual([]);
    expect(compiled?.reads).toEqual([]);
  });

  it('shows how a function is called', () => {
    expect(check('infix(user.login)').faults).toMatchObject([{ expected: 'infix(string, string): string' }]);
  });

  it.each([
    [
      'user.login == appUser["middleName"] || "email" in user',
      ['user.login', 'appUser.middleName', 'user.email'],
    ],
    ['has(user.title) && has(user.title.x)', ['user.title']],
    ['size(user) + size(user[action])', ['user.*']],
    ['matches.exists(m, m.id == user.login) && job.id == "x"', ['user.login']],
    ['{user.city: 1}[user.state]', ['user.city', 'user.state']],
  ])('%s reads what the trace will say', (source, reads) => {
    expect(check(source).compiled?.reads).toEqual(reads);
  });

  it.each(['dyn', 'bool', 'string'] as const)(
    'of any text compiles to one that comes to an outcome for any person, or has faults inside it: %s',
    (expected) => {
      const factory = createExpressionFactory();
      fc.assert(
        fc.property(expressionText, anyProfile, (source, profile) => {
          const { compiled, faults } = check(source, expected);
          for (const { code, offset } of faults) {
            expect(code).toMatch(/^[a-z_]+$/);
            expect(offset).toBeLessThanOrEqual(source.length);
          }
          expect(compiled === undefined).toBe(faults.some(({ severity }) => severity !== 'warning'));
          if (!compiled) return;
          const { kind } = factory(compiled, expected)(person(profile, profile));
          expect(['value', 'notApplicable', 'error']).toContain(kind);
        }),
      );
    },
  );
});
