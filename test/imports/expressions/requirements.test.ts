import { describe, expect, it } from '@jest/globals';
import { createEnvironment, RULE_VARIABLES } from '../../../lambda/imports/expressions/environment.ts';
import { prepareExpression } from '../../../lambda/imports/expressions/prepare.ts';
import { requirementsOf } from '../../../lambda/imports/expressions/requirements.ts';
import { fc } from '../../fuzz.ts';

const environment = createEnvironment(RULE_VARIABLES);
const keysOf = (source: string) =>
  requirementsOf(environment.parse(source).ast).map(({ variable, key }) => `${variable}.${key}`);

describe('what an expression requires', () => {
  it.each([
    ['user.a + appUser.b', ['user.a', 'appUser.b']],
    ['lower(ascii(user.a))', ['user.a']],
    ['user.a.startsWith(user.b)', ['user.a', 'user.b']],
    ['user.a == "x" ? user.b : user.c', ['user.a']],
    ['[user.a, user.b].join()', ['user.a', 'user.b']],
    ['matches[0].x == user.a', ['user.a']],
    ['user.a in ["x"]', ['user.a']],
    ['!user.a', ['user.a']],
    ['user.a.b.c', ['user.a']],
  ])('%s needs %p', (source, keys) => expect(keysOf(source)).toEqual(keys));

  it.each([
    'has(user.a)',
    'has(user.a) && user.a == "x"',
    'user.a == "x" || user.b == "y"',
    'conflicts.exists(c, c == user.a)',
    '"x" in conflicts',
  ])('%s can come to a value without any', (source) => expect(keysOf(source)).toEqual([]));

  it('never changes what the library itself would come to', () => {
    const atom = fc.constantFrom('user.a', 'user.b', 'appUser.c', '"x"', 'lower(user.a)', 'user.d.e');
    const condition = fc.letrec<{ test: string }>((tie) => ({
      test: fc.oneof(
        fc.tuple(atom, atom).map(([a, b]) => `${a} == ${b}`),
        fc.constantFrom('has(user.a)', 'has(appUser.c)', 'conflicts.exists(x, x == user.a)'),
        fc
          .tuple(tie('test'), fc.constantFrom('&&', '||'), tie('test'))
          .map((parts) => `(${parts.join(' ')})`),
        fc.tuple(tie('test'), tie('test'), tie('test')).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
      ),
    })).test;
    const keys = fc.subarray(['a', 'b', 'c', 'd']);
    fc.assert(
      fc.property(condition, keys, (source, present) => {
        const profile = new Map(present.map((key) => [key, key === 'd' ? new Map([['e', 'x']]) : 'x']));
        const variables = { user: profile, appUser: profile, conflicts: ['x'] };
        const outcome = prepareExpression(environment, source, 'bool')(variables);
        expect(outcome.kind === 'value' ? outcome.value : outcome.kind).toBe(rawResult(source, variables));
      }),
      { numRuns: 300 },
    );
  });
});

function rawResult(source: string, variables: object): unknown {
  try {
    return environment.parse(source)(variables);
  } catch (error) {
    return (error as { code?: string }).code === 'no_such_key' ? 'notApplicable' : 'error';
  }
}
