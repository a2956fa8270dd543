import { describe, expect, it } from '@jest/globals';
import { realClock } from '../../cli/command.ts';
import { carryOut, type Hands, settle } from '../../cli/migration/finish/carry-out.ts';
import { type Begun, type FinishEntry, FinishLedger } from '../../cli/migration/finish/finished.ts';
import { personNow } from '../../cli/migration/finish/person-now.ts';
import type { PacedOkta } from '../../cli/migration/paced-okta.ts';
import { OktaError, OktaUnreachable } from '../../lambda/platform/okta/errors.ts';

const SUBJECT = { id: '00u1', login: 'a@example.com', row: 2, status: 'ACTIVE' };
const UNTOUCHED = { status: 'ACTIVE', type: 'IMPORT' };
const NO_LIMIT = { rateLimit: undefined, status: 200 };

interface Shown {
  readonly status: string;
  readonly type: string;
}

/** An Okta whose changes fail like this, and which shows the person like that, before and after. */
function oktaThat(fails: (path: string) => Error | undefined, after: Shown, before: Shown = UNTOUCHED) {
  const asked: string[] = [];
  const entries: FinishEntry[] = [];
  let shown: Shown = before;
  const okta: PacedOkta = {
    hasWorked: () => true,
    ask: async (_, { method = 'GET', path, before: begin }) => {
      asked.push(`${method} ${path}`);
      await begin?.();
      if (method === 'POST') {
        shown = after;
        const failure = fails(path);
        if (failure) throw failure;
      }
      const { status, type } = shown;
      const body = {
        id: '00u1',
        status,
        profile: { login: 'a@example.com' },
        credentials: { provider: { type } },
      };
      return { ...NO_LIMIT, body };
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

const refusal = (status: number, errorCode: string | undefined) =>
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
    const { hands, steps } = oktaThat(() => refusal(403, 'E0000038'), UNTOUCHED);
    expect(await carryOut(SUBJECT, RESET, hands)).toBe('refused');
    expect(steps()).toEqual(['begun', 'failed']);
    expect(hands.ledger.failed.get('00u1')).toContain('in words');
  });

  it('to somebody suspended leaves nobody signed in whom nobody wanted back', async () => {
    const suspended = { status: 'SUSPENDED', type: 'IMPORT' };
    const fails = (path: string) => (path.includes('reset') ? refusal(403, 'E0000038') : undefined);
    const { hands, asked } = oktaThat(fails, UNTOUCHED, suspended);
    expect(await carryOut({ ...SUBJECT, status: 'SUSPENDED' }, RESET, hands)).toBe('refused');
    expect(asked.map((line) => line.replace(/.*\//, ''))).toEqual([
      '00u1',
      'unsuspend',
      'reset_password?sendEmail=true',
      'suspend',
    ]);
  });

  it.each([
    [401, 'E0000011'],
    [403, 'E0000006'],
  ])('for everybody (%s %s) stops, as if it had not begun', async (status, code) => {
    const { hands, steps } = oktaThat(() => refusal(status, code), UNTOUCHED);
    await expect(carryOut(SUBJECT, RESET, hands)).rejects.toMatchObject({ status });
    expect(steps()).toEqual(['begun', 'undone']);
    expect(hands.ledger.open.size).toBe(0);
  });

  it('is not sent when its beginning cannot be written', async () => {
    const { hands } = oktaThat(cut, UNTOUCHED);
    let sent = 0;
    const okta: PacedOkta = {
      ...hands.okta,
      ask: async (endpoint, request) => {
        if (request.method !== 'POST') return hands.okta.ask(endpoint, request);
        await request.before?.();
        sent += 1;
        return { ...NO_LIMIT, body: {} };
      },
    };
    const journal = { append: () => Promise.reject(new Error('full')) };
    await expect(carryOut(SUBJECT, RESET, { ...hands, okta, journal })).rejects.toThrow('full');
    expect(sent).toBe(0);
  });
});

describe('a person who came between the look at everybody and their turn', () => {
  it.each<[Begun['action'], string, string]>([
    ['reset', 'ACTIVE', 'OKTA'],
    ['reset', 'RECOVERY', 'OKTA'],
    ['reset', 'DEPROVISIONED', 'IMPORT'],
    ['reset', 'SUSPENDED', 'IMPORT'],
    ['resend', 'ACTIVE', 'OKTA'],
    ['invite', 'PROVISIONED', 'OKTA'],
    ['deactivate', 'ACTIVE', 'IMPORT'],
  ])('is left alone: nobody has to %s who is %s with %s', async (action, status, type) => {
    const { hands, asked, steps } = oktaThat(cut, UNTOUCHED, { status, type });
    expect(await carryOut(SUBJECT, { action, by: 'mail' }, hands)).toBe('unneeded');
    expect(asked).toEqual(['GET /api/v1/users/00u1']);
    expect(steps()).toEqual([]);
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
    const { hands, steps } = oktaThat(cut, UNTOUCHED, { status, type });
    const by = action === 'deactivate' ? 'none' : 'mail';
    await settle({ step: 'begun', id: '00u1', at: 1, action, by }, hands);
    expect(steps()).toEqual([expected]);
  });
});

describe('an id', () => {
  it.each<[number, string | undefined, string]>([
    [404, 'E0000007', 'is one of nobody when Okta says so'],
    [404, undefined, 'is still one of somebody when a proxy says so'],
    [403, 'E0000006', 'is still one of somebody when Okta may not say'],
  ])('%d %s: %s', async (status, errorCode) => {
    const okta = {
      hasWorked: () => true,
      ask: () => Promise.reject(refusal(status, errorCode)),
    };
    const answer = personNow('00u1', okta);
    if (errorCode === 'E0000007') expect(await answer).toBeUndefined();
    else await expect(answer).rejects.toBeInstanceOf(OktaError);
  });
});
