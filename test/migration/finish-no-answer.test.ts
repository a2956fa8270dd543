import { describe, expect, it } from '@jest/globals';
import { realClock } from '../../cli/command.ts';
import { carryOut, type Hands, settle } from '../../cli/migration/finish/carry-out.ts';
import { type Begun, type FinishEntry, FinishLedger } from '../../cli/migration/finish/finished.ts';
import type { PacedOkta } from '../../cli/migration/paced-okta.ts';
import { OktaError, OktaUnreachable } from '../../lambda/platform/okta/errors.ts';

const SUBJECT = { id: '00u1', login: 'a@example.com', status: 'ACTIVE', row: 2 };
const NO_LIMIT = { rateLimit: undefined, status: 200 };

/** An Okta whose changes fail like this, and which then shows the person like that. */
function oktaThat(fails: () => Error, shown: { status: string; type: string } | undefined) {
  const asked: string[] = [];
  const entries: FinishEntry[] = [];
  const okta: PacedOkta = {
    hasWorked: () => true,
    ask: async (_, { method = 'GET', path, before }) => {
      asked.push(`${method} ${path}`);
      await before?.();
      if (method === 'POST') throw fails();
      if (!shown) throw refusal(404, 'E0000007');
      return { ...NO_LIMIT, body: { status: shown.status, credentials: { provider: { type: shown.type } } } };
    },
  };
  const journal = {
    append: async (entry: FinishEntry) => {
      entries.push(entry);
    },
  };
  const hands: Hands = { okta, journal, ledger: new FinishLedger(), links: undefined, clock: realClock };
  return { hands, asked, steps: () => entries.map(({ step }) => step) };
}

const refusal = (status: number, errorCode: string) =>
  new OktaError({
    status,
    errorCode,
    errorId: undefined,
    errorSummary: 'in words',
    errorCauses: [],
    rateLimit: undefined,
  });
const cut = () => new OktaUnreachable('connection');
const RESET = { action: 'reset', by: 'mail' } as const;

describe('a reset without an answer', () => {
  it.each([
    ['a cut connection', cut],
    ['a server error', () => refusal(500, 'E0000009')],
  ])('after %s is looked up: RECOVERY says that it was done', async (_, fails) => {
    const { hands, steps, asked } = oktaThat(fails, { status: 'RECOVERY', type: 'OKTA' });
    expect(await carryOut(SUBJECT, RESET, hands)).toBe('done');
    expect(steps()).toEqual(['begun', 'done']);
    expect(asked.filter((line) => line.startsWith('POST'))).toHaveLength(1);
  });

  it('that left no trace yet may still be on its way: the next run looks', async () => {
    const { hands, steps } = oktaThat(cut, { status: 'ACTIVE', type: 'IMPORT' });
    expect(await carryOut(SUBJECT, RESET, hands)).toBe('unsure');
    expect(steps()).toEqual(['begun']);
    expect([...hands.ledger.open.keys()]).toEqual(['00u1']);
  });
});

describe('a reset that Okta refuses', () => {
  it('for this person is written down in its words, and others go on', async () => {
    const { hands, steps } = oktaThat(() => refusal(403, 'E0000038'), undefined);
    expect(await carryOut(SUBJECT, RESET, hands)).toBe('refused');
    expect(steps()).toEqual(['begun', 'failed']);
    expect(hands.ledger.failed.get('00u1')).toContain('in words');
  });

  it.each([
    [401, 'E0000011'],
    [403, 'E0000006'],
  ])('for everybody (%s %s) stops, as if it had not begun', async (status, code) => {
    const { hands, steps } = oktaThat(() => refusal(status, code), undefined);
    await expect(carryOut(SUBJECT, RESET, hands)).rejects.toMatchObject({ status });
    expect(steps()).toEqual(['begun', 'undone']);
    expect(hands.ledger.open.size).toBe(0);
  });

  it('is not sent when its beginning cannot be written', async () => {
    const { hands } = oktaThat(cut, undefined);
    let sent = 0;
    const okta: PacedOkta = {
      ...hands.okta,
      ask: async (_, { before }) => {
        await before?.();
        sent += 1;
        return { ...NO_LIMIT, body: {} };
      },
    };
    const journal = { append: () => Promise.reject(new Error('full')) };
    await expect(carryOut(SUBJECT, RESET, { ...hands, okta, journal })).rejects.toThrow('full');
    expect(sent).toBe(0);
  });
});

describe('what an earlier run has begun', () => {
  it.each<[Begun['action'], string, string, 'done' | 'undone']>([
    ['reset', 'RECOVERY', 'IMPORT', 'done'],
    ['reset', 'ACTIVE', 'OKTA', 'done'],
    ['reset', 'ACTIVE', 'IMPORT', 'undone'],
    ['reset', 'SUSPENDED', 'IMPORT', 'undone'],
    ['invite', 'STAGED', 'OKTA', 'undone'],
    ['invite', 'PROVISIONED', 'OKTA', 'done'],
    ['invite', 'ACTIVE', 'OKTA', 'done'],
    ['resend', 'RECOVERY', 'OKTA', 'done'],
    ['reinvite', 'PROVISIONED', 'OKTA', 'done'],
    ['deactivate', 'DEPROVISIONED', 'OKTA', 'done'],
    ['deactivate', 'SUSPENDED', 'IMPORT', 'undone'],
  ])('to %s somebody who is now %s with %s is %s', async (action, status, type, expected) => {
    const { hands, steps } = oktaThat(cut, { status, type });
    const by = action === 'deactivate' ? 'none' : 'mail';
    await settle({ step: 'begun', id: '00u1', at: 1, action, by }, hands);
    expect(steps()).toEqual([expected]);
  });
});
