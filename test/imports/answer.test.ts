import { describe, expect, it } from '@jest/globals';
import type { ImportRequest } from '../../lambda/contract/import-request.ts';
import { debugContextOf } from '../../lambda/imports/debug-context.ts';
import type { ImportDecision } from '../../lambda/imports/decision.ts';
import { idsOf, outOfTime, resultOf } from '../../lambda/imports/hook-result.ts';
import type { DecisionTrace, RuleTrace } from '../../lambda/imports/trace.ts';

const rule = (name: string, outcome: RuleTrace['outcome'], ...notes: string[]): RuleTrace => ({
  ...{ rule: name, outcome, notes, reads: [] },
});
const trace = (change: Partial<DecisionTrace> = {}): DecisionTrace => ({
  ...{ rules: [], skipped: [], tried: [], notes: [], directory: 'none', ledger: 'asked' },
  ...change,
});

describe('what Okta copies into its System Log', () => {
  it('is no more than what happened', () => {
    expect(debugContextOf(trace(), 'none')).toEqual({ rules: 'none fired', directory: 'none' });
    expect(debugContextOf(trace({ directory: 'okta' }), 'kept')).toEqual({
      rules: 'none fired',
      directory: 'okta',
    });
  });

  it('names the rules that fired, and why others were passed over', () => {
    const rules = [
      rule('a', 'fired'),
      rule('b', 'did not fire', 'secret'),
      rule('c', 'not applicable', 'no user.x', 'no user.y'),
      rule('d', 'error', 'when: no_such_overload'),
      rule('e', 'fired', 'link refused: not a match'),
    ];
    expect(debugContextOf(trace({ rules }), 'none')).toEqual({
      rules: 'a; e (link refused: not a match)',
      passedOver: 'c (no user.x, no user.y); d (when: no_such_overload)',
      directory: 'none',
    });
  });

  it('says which candidate was chosen and why the others were not, by their labels', () => {
    const decided = trace({
      skipped: [
        { label: 'candidate 1', after: 0, outcome: 'not applicable', missing: 'user.middleName' },
        { label: 'candidate 2', after: 0, outcome: 'invalid' },
      ],
      tried: [
        { label: 'candidate 3', login: 'ana@example.com', outcome: 'held in Okta' },
        { label: 'number 2', login: 'ana2@example.com', outcome: 'chosen' },
      ],
    });
    const context = debugContextOf(decided, 'resolved');
    expect(context['login']).toBe('number 2');
    expect(context['candidates']).toBe(
      'candidate 1: no user.middleName; candidate 2: invalid; candidate 3: held in Okta',
    );
    expect(JSON.stringify(context)).not.toContain('ana');
    expect(debugContextOf(decided, 'left')['login']).toBe('conflict left');
  });

  it('tells when directory and ledger could not say, and every note', () => {
    const silent = trace({ directory: 'degraded', ledger: 'degraded', notes: ['rehearsal', 'weak owner'] });
    expect(debugContextOf(silent, 'none')).toEqual({
      rules: 'none fired',
      notes: 'rehearsal; weak owner',
      directory: 'unknown',
      ledger: 'unknown',
    });
  });

  it('names whom an answer links to by Okta’s id alone', () => {
    expect(debugContextOf(trace(), 'none', '00u1abc')['link']).toBe('00u1abc');
    for (const link of ['ana@example.com', 'a b', '', 'x'.repeat(65), '00u1\n', '\n00u1'])
      expect(debugContextOf(trace(), 'none', link)).not.toHaveProperty('link');
  });

  it('has texts of a thousand characters at most', () => {
    const long = trace({ notes: ['n'.repeat(1_001)], rules: [rule('r'.repeat(1_000), 'fired')] });
    const { notes, rules } = debugContextOf(long, 'none');
    expect([notes?.length, rules?.length]).toEqual([1_000, 1_000]);
  });
});

describe('the result of a decision', () => {
  const decision = (change: Partial<ImportDecision> = {}): ImportDecision => ({
    ...{ answer: {}, outcome: 'unchanged', login: 'none', trace: trace(), attributes: [], ruleErrors: 0 },
    ...change,
  });

  it('is 200 with the answer as it is, and counts nothing where nothing happened', () => {
    const answer = { commands: [] };
    expect(resultOf(decision({ answer }))).toEqual({
      statusCode: 200,
      body: answer,
      facts: { outcome: 'unchanged', login: 'none', rules: [], attributes: [], notes: [] },
      counts: {},
    });
  });

  it('notes the rules that fired, and no others', () => {
    const rules = [rule('a', 'fired'), rule('b', 'did not fire'), rule('c', 'error')];
    expect(resultOf(decision({ trace: trace({ rules }) })).facts['rules']).toEqual(['a']);
  });

  it.each<[Partial<ImportDecision>, object]>([
    [{ ruleErrors: 2 }, { RuleError: 2 }],
    [{ login: 'resolved' }, { ConflictResolved: 1 }],
    [{ login: 'left' }, { ConflictLeft: 1 }],
    [{ login: 'kept' }, {}],
    [{ outcome: 'error' }, { ErrorAnswered: 1 }],
    [{ outcome: 'linked' }, { Linked: 1 }],
    [{ trace: trace({ directory: 'degraded' }) }, { DirectoryDegraded: 1 }],
    [{ trace: trace({ ledger: 'degraded' }) }, { LedgerDegraded: 1 }],
  ])('counts %j', (change, counts) => {
    expect(resultOf(decision(change)).counts).toEqual(counts);
  });

  it('that did not come in time is the ending that the rules chose', () => {
    expect(outOfTime('default')).toEqual({
      statusCode: 200,
      body: { debugContext: { notes: 'out of time' } },
      facts: { outcome: 'out of time' },
      counts: {},
    });
    expect(outOfTime('error')).toEqual({
      statusCode: 200,
      body: {
        error: { errorSummary: 'no decision in time' },
        debugContext: { notes: 'out of time' },
      },
      facts: { outcome: 'out of time' },
      counts: { ErrorAnswered: 1 },
    });
  });

  it('is found by the ids of the event, the application and the job', () => {
    const data = { context: { application: { id: '0oa1' }, job: { id: 'ij1' } } };
    const call = (change: object) => ({ eventId: 'e1', data, ...change }) as unknown as ImportRequest;
    expect(idsOf(call({}))).toEqual({ eventId: 'e1', appId: '0oa1', jobId: 'ij1' });
    const without = { eventId: null, data: { context: { application: { id: '0oa1' }, job: null } } };
    expect(idsOf(call(without))).toEqual({ appId: '0oa1' });
  });
});
