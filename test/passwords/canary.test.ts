import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { guardSource } from '../../lambda/passwords/guards/guard-source.ts';
import { cannotDecide, MATCH, NO_MATCH, type UndecidedReason } from '../../lambda/passwords/outcome.ts';
import type { PasswordSource } from '../../lambda/passwords/sources/source.ts';
import { watchStreams } from '../pipeline/watch-streams.ts';
import { CREDENTIAL, marksIn, openMarkedHook } from './marked-hook.ts';
import { listed } from './world.ts';

const reasons: readonly UndecidedReason[] = [
  ...(['source down', 'source slow', 'source unclear', 'malformed hash'] as const),
  ...(['unsupported hash', 'over the work limit', 'throttled', 'short name'] as const),
];
const personal = () => new Error(JSON.stringify(CREDENTIAL), { cause: new Error(CREDENTIAL.password) });

/** What a source does, and the status of the answer. */
const endings: readonly (readonly [string, number, PasswordSource])[] = [
  ['a match', 200, async () => MATCH],
  ['no match', 200, async () => NO_MATCH],
  ...reasons.map((reason) => [reason, 503, async () => cannotDecide(reason)] as const),
  ['an error full of it', 503, guardSource(() => Promise.reject(personal()), { timeout: 1_000 })],
  ['an error nobody caught', 500, () => Promise.reject(personal())],
  ['silence', 503, () => new Promise(() => {})],
];

let marked: Awaited<ReturnType<typeof openMarkedHook>>;
beforeAll(async () => {
  marked = await openMarkedHook();
});
afterAll(() => marked.close());

describe('a password', () => {
  it.each(endings)('reaches no log, metric or answer when a source ends with %s', async (_, status, ask) => {
    const watch = watchStreams();
    const { answer } = await marked.call([listed('legacy', ask).source], 400).finally(watch.stop);
    const printed = watch.text();
    expect(answer.statusCode).toBe(status);
    expect(printed.trimEnd().split('\n')).toHaveLength(2);
    expect(marksIn(printed)).toEqual([]);
    expect(marksIn(JSON.stringify(answer))).toEqual([]);
  });
});
