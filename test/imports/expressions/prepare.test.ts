import { describe, expect, it } from '@jest/globals';
import { createExpressionFactory, type ExpectedType } from '../../../lambda/imports/expressions/prepare.ts';
import { anyProfile, readableExpression } from '../../arbitraries/rules.ts';
import { fc } from '../../fuzz.ts';
import { person } from './person.ts';

const factory = createExpressionFactory();
const prepare = (source: string, expected: ExpectedType) => factory({ source, reads: [] }, expected);
const sally = person(
  { login: 'sally.admin@example.com', middleName: null, groups: ['a'], constructor: 'own' },
  JSON.parse('{"middleName": "Jo", "__proto__": "own", "count": 3}'),
);

describe('an expression', () => {
  it.each([
    ['infix(user.login, appUser.middleName)', 'string', 'sally.jo.admin@example.com'],
    ['action == "CREATE_USER" && "login" in conflicts', 'bool', true],
    ['appUser.count + 1', 'dyn', 4n],
    ['user.groups', 'dyn', ['a']],
    ['user.constructor', 'string', 'own'],
    ['appUser["__proto__"]', 'string', 'own'],
    ['appUser.__proto__', 'string', 'own'],
    ['has(user.toString) || "valueOf" in user', 'bool', false],
    ['has(user.middleName)', 'bool', false],
    ['{"a": "b"}["a"]', 'string', 'b'],
  ] as const)('%s has a value', (source, expected, value) => {
    expect(prepare(source, expected)(sally)).toEqual({ kind: 'value', value });
  });

  it.each([
    ['user.middleName', 'user.middleName'],
    ['infix(user.login, appUser.nickName)', 'appUser.nickName'],
    ['user.toString', 'user.toString'],
    ['user.hasOwnProperty', 'user.hasOwnProperty'],
    ['appUser["constructor"]', 'appUser.constructor'],
    ['matches[1].id', 'matches[1]'],
    ['matches[0].login', 'matches[0].login'],
    ['user.login.foo', 'user.login.foo'],
  ])('%s does not apply and says what is missing', (source, missing) => {
    expect(prepare(source, 'string')(sally)).toEqual({ kind: 'notApplicable', missing });
  });

  it.each(['initial("李")', 'user[appUser.middleName]', 'domain("sally")'])(
    '%s does not apply and quotes no value',
    (source) => {
      expect(prepare(source, 'string')(sally)).toEqual({ kind: 'notApplicable' });
    },
  );

  it.each([
    ['lower(user.groups)', 'string', 'no_matching_overload', 0],
    ['1 / (appUser.count - 3)', 'dyn', 'division_by_zero', 0],
    ['user.login + 1', 'dyn', 'no_such_overload', 0],
    ['action + before(user.login, "")', 'string', 'empty_separator', 9],
  ] as const)('%s is a fault of the rule: a code and a position', (source, expected, code, position) => {
    expect(prepare(source, expected)(sally)).toEqual({ kind: 'error', code, position });
  });

  it.each([
    ['user.login', 'bool'],
    ['appUser.count', 'string'],
    ['user.groups', 'string'],
    ['{"a": 1}', 'dyn'],
    ['[[1]]', 'dyn'],
    ['0.0 / 0.0', 'dyn'],
    ['null', 'dyn'],
  ] as const)('%s has another type than %s', (source, expected) => {
    expect(prepare(source, expected)(sally)).toEqual({ kind: 'error', code: 'wrong_type' });
  });

  it('knows n in numbered alone', () => {
    const numbered = prepare('localPart(user.login) + string(n)', 'string');
    expect(numbered({ ...sally, n: 0n })).toEqual({ kind: 'value', value: 'sally.admin0' });
    expect(numbered(sally)).toEqual({ kind: 'error', code: 'unknown_variable', position: 31 });
  });

  it('comes to an outcome for any profile, and a fault quotes nothing of it', () => {
    fc.assert(
      fc.property(readableExpression, anyProfile, anyProfile, (source, user, appUser) => {
        const outcome = prepare(source, 'dyn')(person(user, appUser));
        if (outcome.kind === 'value') return;
        const { kind, ...rest } = outcome;
        expect(['notApplicable', 'error']).toContain(kind);
        for (const text of Object.values(rest)) {
          expect(typeof text === 'number' || /^[\w.[\]]*$/.test(text)).toBe(true);
        }
      }),
    );
  });

  it('that the compiler would refuse fails at start, with a code and position alone', () => {
    expect(() => prepare('usr.login == "secret"', 'bool')).toThrow(
      'an expression does not compile: unknown_variable at 0',
    );
    expect(() => prepare('"secret" +', 'string')).toThrow(
      'an expression does not compile: unexpected_token at 10',
    );
  });
});
