import { describe, expect, it } from '@jest/globals';
import { decidePassword } from '../../lambda/passwords/decide.ts';
import { resultOf } from '../../lambda/passwords/hook-result.ts';
import { cannotDecide, MATCH, NO_MATCH } from '../../lambda/passwords/outcome.ts';
import { type SourceAnswer, UNKNOWN_USER } from '../../lambda/passwords/sources/source.ts';
import { fc } from '../fuzz.ts';
import { ATTEMPT, allowAll, listed, NEVER } from './world.ts';

const answers = fc.constantFrom<SourceAnswer[]>(MATCH, NO_MATCH, UNKNOWN_USER, cannotDecide('source down'));
const rows = fc.array(
  fc.record({
    answer: answers,
    responsible: fc.constantFrom<(true | false | 'error')[]>(true, true, false, 'error'),
    next: fc.boolean(),
  }),
  { maxLength: 5 },
);

describe('a decision', () => {
  it('is a match only if a source said so, and every other ending has its own answer', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (given) => {
        const sources = given.map(({ answer, responsible, next }, index) =>
          listed(`s${index}`, async () => answer, { next, isResponsible: () => responsible }),
        );
        const world = { throttle: allowAll, sources: sources.map(({ source }) => source) };
        const { outcome } = await decidePassword(ATTEMPT, world, NEVER);
        const said = given
          .filter((_, index) => (sources[index]?.asked() ?? 0) > 0)
          .map(({ answer }) => answer);
        const last = said.at(-1);
        if (outcome.kind === 'match') expect(last).toBe(MATCH);
        if (last?.kind === 'match') expect(outcome).toBe(MATCH);
        if (last?.kind === 'cannot decide') expect(outcome.kind).toBe('cannot decide');
        expect(said.slice(0, -1).every(({ kind }) => kind === 'unknown user')).toBe(true);
      }),
    );
  });

  it('of the first responsible source stands, and no other is asked', async () => {
    const [first, second] = [
      listed('a', async () => NO_MATCH, { next: true }),
      listed('b', async () => MATCH),
    ];
    const world = { throttle: allowAll, sources: [first.source, second.source] };
    expect(await decidePassword(ATTEMPT, world, NEVER)).toMatchObject({ outcome: NO_MATCH, source: 'a' });
    expect(second.asked()).toBe(0);
  });

  it.each([
    ['an empty password', { password: '' }],
    ['a password with a NUL', { password: 'right\0wrong' }],
    ['half a surrogate pair', { password: 'a\ud800' }],
    ['an empty name', { username: '' }],
    ['a name with a NUL', { username: 'ana\0' }],
  ])('%s matches nothing, before anybody is asked or anything counted', async (_, change) => {
    const { source, asked } = listed('a', async () => MATCH);
    let counted = 0;
    const throttle = async () => {
      counted += 1;
      return { allowed: true, degraded: false };
    };
    const { outcome } = await decidePassword(
      { ...ATTEMPT, ...change },
      { throttle, sources: [source] },
      NEVER,
    );
    expect([outcome, asked(), counted]).toEqual([NO_MATCH, 0, 0]);
  });

  it('about a throttled attempt is none, and nobody is asked', async () => {
    const { source, asked } = listed('a', async () => MATCH);
    const throttle = async () => ({ allowed: false, degraded: true });
    const decision = await decidePassword(ATTEMPT, { throttle, sources: [source] }, NEVER);
    expect(decision).toMatchObject({ outcome: cannotDecide('throttled'), throttleDegraded: true });
    expect(asked()).toBe(0);
    expect(() => resultOf(decision)).toThrow(
      expect.objectContaining({ statusCode: 503, counts: expect.objectContaining({ PasswordThrottled: 1 }) }),
    );
  });

  it.each(['bob', 'BOB', '12345', 'example.com', 'bob\uff20example.com'])(
    'about %s is none, nobody is asked and nothing counted: Okta may mean another person by a name without @',
    async (username) => {
      const { source, asked } = listed('a', async () => MATCH);
      let counted = 0;
      const throttle = async () => {
        counted += 1;
        return { allowed: true, degraded: false };
      };
      const attempt = { ...ATTEMPT, username };
      const decision = await decidePassword(attempt, { throttle, sources: [source] }, NEVER);
      expect([decision.outcome, asked(), counted]).toEqual([cannotDecide('short name'), 0, 0]);
      expect(() => resultOf(decision)).toThrow(
        expect.objectContaining({ statusCode: 503, counts: { CannotDecide: 1, ShortName: 1 } }),
      );
      const world = { throttle, shortNames: true, sources: [source] };
      expect((await decidePassword(attempt, world, NEVER)).outcome).toEqual(MATCH);
    },
  );

  it('about somebody whom nobody knows is the answer to a wrong password, byte for byte', async () => {
    const decide = async (answer: SourceAnswer) => {
      const { source } = listed('a', async () => answer);
      return resultOf(await decidePassword(ATTEMPT, { throttle: allowAll, sources: [source] }, NEVER));
    };
    expect(await decide(UNKNOWN_USER)).toEqual(await decide(NO_MATCH));
  });

  it('is a 503 that names the source when the rule of one cannot be evaluated', async () => {
    const { source, asked } = listed('a', async () => MATCH, { isResponsible: () => 'error' });
    const decision = await decidePassword(ATTEMPT, { throttle: allowAll, sources: [source] }, NEVER);
    expect(() => resultOf(decision)).toThrow(
      expect.objectContaining({ facts: { source: 'a' }, counts: expect.objectContaining({ RuleError: 1 }) }),
    );
    expect(asked()).toBe(0);
  });
});
