import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it, jest } from '@jest/globals';
import type { Outcome } from '../../../lambda/imports/expressions/outcome.ts';
import { createExpressionFactory } from '../../../lambda/imports/expressions/prepare.ts';
import { hungryExpression } from '../../arbitraries/hungry-expressions.ts';
import { fc } from '../../fuzz.ts';
import { person } from './person.ts';

jest.setTimeout(60_000);

/** The smallest function the stack can deploy has 128 MB, of which the service itself takes a half. */
const MEGABYTES = 64;
const CHILD = fileURLToPath(new URL('evaluate-child.ts', import.meta.url));
let child: ChildProcess | undefined;
afterAll(() => {
  child?.kill();
});

/** What an expression comes to, about the largest person there can be, in a process with little memory. */
function outcomeOf(source: string): Promise<Outcome | { readonly kind: 'refused' }> {
  child ??= fork(CHILD, {
    execArgv: [`--max-old-space-size=${MEGABYTES}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const own = child;
  return new Promise((resolve, reject) => {
    own.removeAllListeners();
    own.once('message', (outcome) => resolve(outcome as Outcome));
    own.once('exit', () => {
      child = undefined;
      reject(new Error('the process ran out of memory'));
    });
    own.send(source);
  });
}

const factory = createExpressionFactory();
const about = (source: string, user: object) => factory({ source, reads: [] }, 'dyn')(person({ ...user }));
const TITLE = { title: 'y'.repeat(10_000) };
const GROUPS = { groups: Array.from({ length: 1_000 }, (_, i) => `g${i}`) };

describe('an imported value cannot exhaust the process', () => {
  it.each([
    ['repeated for each of its letters', 'user.title.split("").map(x, user.title).join("")'],
    ['put between its own letters', 'user.title.split("").join(user.title)'],
    ['grown tenfold, again and again', `user.title${'.split("").map(x, "0123456789").join("")'.repeat(6)}`],
    ['doubled for each of its letters', `user.title.split("").map(x, x${' + user.title'.repeat(99)})`],
    [
      'many lists for each of its letters',
      `user.title.split("").map(x, [${'x, '.repeat(400)}x]).map(x, x[0])`,
    ],
    ['compared with itself for each letter', 'user.title.split("").filter(x, x in user.title.split(""))'],
    [
      'and the fault passed over',
      `user.title.split("").exists(x, ${'user.title.contains(x + x) || '.repeat(40)} false)`,
    ],
  ])('%s', async (_attack, source) => {
    const tooLarge = { kind: 'error', code: 'too_large', position: expect.any(Number) };
    await expect(outcomeOf(source)).resolves.toEqual(tooLarge);
    expect(about(source, TITLE)).toEqual(tooLarge);
  });

  it('whatever is done to it: all that an expression comes to is no larger than an attribute may be', async () => {
    await fc.assert(
      fc.asyncProperty(hungryExpression, async (source) => {
        const outcome = await outcomeOf(source);
        if (outcome.kind !== 'value') return;
        const list = Array.isArray(outcome.value) ? outcome.value : [outcome.value];
        const sizes = list.map((one) => (typeof one === 'string' ? one.length : 0));
        expect(list.length).toBeLessThanOrEqual(1_000);
        expect(Math.max(0, ...sizes)).toBeLessThanOrEqual(10_000);
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(262_144);
      }),
      { numRuns: 200 },
    );
  });

  it('nor can what is made of it without any macro', () => {
    expect(about('user.title + "y"', TITLE)).toEqual({ kind: 'error', code: 'too_large' });
    expect(about('user.groups + ["y"]', GROUPS)).toEqual({ kind: 'error', code: 'too_large' });
    expect(about('user.title + ""', TITLE)).toEqual({ kind: 'value', value: TITLE.title });
  });
});

describe('ordinary work on the largest attributes is done', () => {
  it.each([
    ['user.groups.exists(g, g.startsWith("g99"))', true],
    ['user.groups.filter(g, g == "g7" || g == "g8").join(",")', 'g7,g8'],
    ['user.groups.map(g, upper(g)).join(" ").size()', 4_889n],
    ['user.title.split("").size()', 10_000n],
    ['user.title.split("").all(c, c == "y")', true],
  ])('%s', (source, value) => {
    expect(about(source, { ...TITLE, ...GROUPS })).toEqual({ kind: 'value', value });
  });

  it('and done again: what one person took, the next one has', () => {
    const source = 'user.title.split("").map(c, upper(c)).size()';
    const prepared = factory({ source, reads: [] }, 'dyn');
    for (const _ of Array(30)) expect(prepared(person(TITLE))).toEqual({ kind: 'value', value: 10_000n });
  });
});
