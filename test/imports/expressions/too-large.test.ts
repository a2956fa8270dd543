import { describe, expect, it } from '@jest/globals';
import { createExpressionFactory } from '../../../lambda/imports/expressions/prepare.ts';
import { fc } from '../../fuzz.ts';
import { errorIn, type Person, serviceWith } from '../world.ts';
import { person } from './person.ts';

const factory = createExpressionFactory();
const evaluate = (source: string, variables = person({})) => factory({ source, reads: [] }, 'dyn')(variables);

const nested = (levels: number): unknown => (levels === 0 ? 'blocked' : [nested(levels - 1)]);
const list = (items: number) => ['blocked', ...Array.from({ length: items - 1 }, (_, i) => `g${i}`)];
const text = (characters: number) => `blocked${'x'.repeat(characters - 7)}`;

/** A rule that is to keep people out. */
const refusing = (when: string) =>
  serviceWith(`attributes: [appUser.x, user.x]
rules:
  - name: no-blocked
    when: '${when}'
    fail: '"blocked people are not imported"'
`);

describe('nobody gets past a rule that refuses by having more than expressions go through', () => {
  it.each<[attack: string, when: string, person: Person]>([
    ['1,001 groups', '"blocked" in appUser.groups', { appUser: { groups: list(1_001) } }],
    [
      '1,001 groups, asked for first',
      'has(appUser.groups) && "blocked" in appUser.groups',
      { appUser: { groups: list(1_001) } },
    ],
    [
      'a text of 10,001 characters',
      'has(appUser.x) && appUser.x.contains("blocked")',
      { appUser: { x: text(10_001) } },
    ],
    [
      'a group with a name of 10,001 characters',
      'appUser.groups.exists(g, g.startsWith("blocked"))',
      { appUser: { groups: ['a', text(10_001)] } },
    ],
    [
      'a list thirteen levels down',
      'has(user.x) && user.x[0][0][0][0][0][0][0][0][0][0][0][0][0] == "blocked"',
      { user: { x: nested(13) } },
    ],
    [
      'the key spelled by the data',
      'has(user.x) && "blocked" in appUser[user.x]',
      { user: { x: 'groups' }, appUser: { groups: list(1_001) } },
    ],
    [
      'a match',
      'size(matches) == 1 && "groups" in matches[0] && "blocked" in matches[0].groups',
      { matches: [{ id: '00u1', groups: list(1_001) }] },
    ],
  ])('%s', async (_attack, when, someone) => {
    const decision = await refusing(when)(someone);
    expect(errorIn(decision)).toBe('rule "no-blocked" could not be evaluated');
    expect(decision).toMatchObject({ outcome: 'error', ruleErrors: 1 });
    expect(decision.trace.rules[0]).toMatchObject({ outcome: 'error' });
    expect(decision.trace.rules[0]?.notes).toEqual([expect.stringMatching(/^when: too_large/)]);
  });

  it.each(['appUser.groups', 'appUser.x'])('and %s of exactly the most is gone through', async (path) => {
    const appUser = { groups: list(1_000), x: text(10_000) };
    const when = path === 'appUser.x' ? `${path}.contains("blocked")` : `"blocked" in ${path}`;
    expect(errorIn(await refusing(when)({ appUser }))).toBe('blocked people are not imported');
  });

  it('nor is anybody else stopped who has it, by a rule that does not read it', async () => {
    const decision = await refusing('appUser.userName == "blocked"')({ appUser: { groups: list(1_001) } });
    expect(decision.ruleErrors).toBe(0);
    expect(errorIn(decision)).toBeUndefined();
  });
});

describe('a value that is too large', () => {
  const reading = fc.constantFrom(
    ...['size(user.x)', 'has(user.x)', 'user.x == appUser.x', '"g1" in user.x', 'user.x', '"x" in user'],
    ...[
      'user == appUser',
      'user.x + user.x',
      'user.x.exists(i, i == "g1")',
      'user.x[0]',
      '[user.x] == [user.x]',
    ],
    ...['dyn(user.x) == "g1"', 'user.x.map(i, i)', 'user["x"]', 'user[action]', 'user.x.contains("x")'],
    ...['user.x in [user.x]', 'has(user.y) || has(user.x)', 'user.exists(k, user[k] == "x")', 'user.x != 1'],
  );
  const values = {
    'a list': list(3),
    'a long list': list(1_001),
    'a text': text(20),
    'a long text': text(10_001),
    'a list with a long text': ['g1', text(10_001)],
    'an object with a long text': { y: text(10_001) },
    'a deep list': nested(13),
  };
  const kind = fc.constantFrom(...(Object.keys(values) as (keyof typeof values)[]));

  it('is seen whole or makes a rule error: no expression ever comes to what a part of it would', () => {
    fc.assert(
      fc.property(reading, kind, kind, (source, mine, apps) => {
        const others = { action: 'x' };
        const seen = evaluate(source, person({ x: values[mine] }, { x: values[apps] }, others));
        const whole = { user: new Map([['x', values[mine]]]), appUser: new Map([['x', values[apps]]]) };
        const truth = evaluate(source, person({}, {}, { ...others, ...whole }));
        if (seen.kind === 'error')
          expect(['too_large', truth.kind === 'error' && truth.code]).toContain(seen.code);
        else expect({ ...seen, source }).toEqual({ ...truth, source });
      }),
      { numRuns: 1_000 },
    );
  });
});
