import { describe, expect, it } from '@jest/globals';
import type { CredentialRow } from '../../cli/migration/credential-rows.ts';
import { DISAGREEMENT_KINDS, type Disagreement } from '../../cli/migration/disagreements.ts';
import type { OktaPerson } from '../../cli/migration/okta-people.ts';
import type { PlannedPerson } from '../../cli/migration/plan-file.ts';
import {
  type Sources,
  STATE_NAMES,
  type State,
  standingsOf,
  strangersOf,
} from '../../cli/migration/standing.ts';
import { ASKED_AT, programme } from '../arbitraries/programmes.ts';
import { fc } from '../fuzz.ts';

const HOUR_MS = 60 * 60 * 1000;
const BEFORE = ASKED_AT - 48 * HOUR_MS;
const AFTER = ASKED_AT + HOUR_MS;
const LOGIN = 'jané.doe@example.com';

type Entry = { state: 'begun' | 'created' | 'done' | 'failed'; at: number; id?: string };
interface Said {
  readonly way?: PlannedPerson['way'];
  readonly entry?: Entry | undefined;
  readonly okta?: Partial<OktaPerson> | undefined;
  readonly credential?: Partial<CredentialRow>;
  readonly linked?: boolean;
}
const DONE: Entry = { state: 'done', at: BEFORE, id: '00u1' };
const HELD = { hashHeld: true };

/** One person, created for the hook and untouched in Okta, but for what is said; and another one who is waiting. */
function sourcesOf({ way = 'hook', credential, linked, ...said }: Said) {
  const entry = 'entry' in said ? said.entry : DONE;
  const fresh = { id: '00u1', login: LOGIN, status: 'ACTIVE', provider: 'IMPORT', created: BEFORE };
  const okta = 'okta' in said && !said.okta ? [] : [{ ...fresh, ...said.okta }];
  const record = { state: 'waiting', failures: 0, hashHeld: false } as const;
  const other = { ...record, hashHeld: true };
  const rows = credential ? [['jane.doe@example.com', { ...record, ...credential }] as const] : [];
  const person = { row: 2, way, wave: '1', profile: { login: LOGIN }, groups: [], apps: [], why: 'a reason' };
  return {
    people: [person],
    created: new Map(entry && [[2, entry]]),
    okta: { people: new Map(okta.map((one) => [one.id, one])), askedAt: ASKED_AT },
    credentials: { byId: new Map(), byFold: new Map([['other@example.com', other], ...rows]) },
    ...(linked && { linked: new Set(['00u1']) }),
  } satisfies Sources & { people: readonly PlannedPerson[] };
}

async function standingOf(said: Said) {
  const [standing] = await standingsOf(sourcesOf(said));
  if (!standing) throw new Error('nobody');
  return standing;
}

const nobody = { entry: undefined, okta: undefined };
const begun = { state: 'begun', at: BEFORE } as const;
const STANDINGS: readonly (readonly [State, string, Said])[] = [
  ['not created', 'nobody has begun', nobody],
  ['half created', 'creation was begun and has no answer', { entry: begun, okta: undefined }],
  ['failed', 'Okta refused', { entry: { state: 'failed', at: BEFORE }, okta: undefined }],
  ['never seen', 'created for the hook', { credential: HELD }],
  [
    'never seen',
    'created after Okta was asked',
    { entry: { ...DONE, at: AFTER }, okta: undefined, credential: HELD },
  ],
  ['tried and failed', 'a sign-in failed', { credential: { ...HELD, failures: 1 } }],
  ['tried and failed', 'Okta has locked the account', { okta: { status: 'LOCKED_OUT' }, credential: HELD }],
  ['unconfirmed', 'SUCCESS, and IMPORT an hour later', { credential: { ...HELD, migratedAt: BEFORE } }],
  [
    'never seen',
    'SUCCESS of somebody who had the login before',
    { credential: { ...HELD, migratedAt: BEFORE - HOUR_MS, createdAt: BEFORE } },
  ],
  ['migrated', 'SUCCESS after Okta was asked', { credential: { ...HELD, migratedAt: AFTER, failures: 3 } }],
  ['migrated', 'Okta has the password', { okta: { provider: 'OKTA' } }],
  ['migrated', 'suspended with a password', { okta: { provider: 'OKTA', status: 'SUSPENDED' } }],
  ['migrated', 'native hash, after a sign-in', { way: 'hash', okta: { provider: 'OKTA' } }],
  ['imported', 'native hash, before any sign-in', { way: 'hash' }],
  [
    'imported',
    'native hash, suspended: the hook is not needed',
    { way: 'hash', okta: { status: 'SUSPENDED' } },
  ],
  ['suspended', 'before the first sign-in', { okta: { status: 'SUSPENDED' }, credential: HELD }],
  ['to be invited', 'staged', { way: 'reset', okta: { status: 'STAGED', provider: 'OKTA' } }],
  [
    'to be invited',
    'staged after Okta was asked',
    { way: 'reset', entry: { ...DONE, at: AFTER }, okta: undefined },
  ],
  ['recovering', 'a link was sent', { okta: { status: 'RECOVERY' } }],
  [
    'recovering',
    'an invitation was sent',
    { way: 'reset', okta: { status: 'PROVISIONED', provider: 'OKTA' } },
  ],
  ['gone', 'deactivated', { okta: { status: 'DEPROVISIONED' } }],
  ['gone', 'deleted', { okta: undefined }],
];

describe('the standing of a person', () => {
  it.each(STANDINGS)('is %s: %s', async (state, _, said) => {
    expect(await standingOf(said)).toMatchObject({ row: 2, state });
  });

  it('names every state at least once in this table', () => {
    expect(new Set(STANDINGS.map(([state]) => state))).toEqual(new Set(STATE_NAMES));
  });

  it('says that groups or apps are missing, whatever Okta says of the password', async () => {
    const failed = { okta: { provider: 'OKTA' }, entry: { ...DONE, state: 'failed' } } as const;
    expect(await standingOf(failed)).toMatchObject({ state: 'migrated', unfinished: 'failed' });
    const stopped = { entry: { ...DONE, state: 'created' }, credential: HELD } as const;
    expect(await standingOf(stopped)).toMatchObject({ state: 'never seen', unfinished: 'stopped' });
  });

  it('is one for everybody of the plan, in its order, whatever the sources say', async () => {
    await fc.assert(
      fc.asyncProperty(programme, async (sources) => {
        const standings = await standingsOf(sources);
        expect(standings.map(({ row }) => row)).toEqual(sources.people.map(({ row }) => row));
        expect(standings.every(({ state }) => STATE_NAMES.includes(state))).toBe(true);
      }),
    );
  });
});

const migrated = { okta: { provider: 'OKTA', lastLogin: BEFORE } };
const CONTRADICTIONS: readonly (readonly [Disagreement, Said, Said])[] = [
  ['created, but not in Okta', { okta: undefined }, { okta: undefined, entry: { ...DONE, at: AFTER } }],
  [
    'in Okta, but not in the ledger',
    { entry: undefined, okta: { login: 'JANE.DOE@example.com' } },
    { entry: { state: 'failed', at: BEFORE } },
  ],
  [
    'success, but Okta reads IMPORT',
    { credential: { ...HELD, migratedAt: BEFORE } },
    { credential: { ...HELD, migratedAt: AFTER } },
  ],
  [
    'Okta has the password, but no event',
    { ...migrated, credential: HELD },
    { ...migrated, credential: HELD, linked: true },
  ],
  [
    'hash deleted, but Okta reads IMPORT',
    { credential: { hashDeletedAt: BEFORE } },
    { ...migrated, credential: { hashDeletedAt: BEFORE } },
  ],
  ['no hash for the hook', { credential: {} }, { way: 'hash', credential: {} }],
  [
    'renamed in Okta',
    { okta: { login: 'jane.roe@example.com' }, credential: HELD },
    { okta: { login: 'JANE.DOE@example.com' }, credential: HELD },
  ],
  ['two ids', { credential: { ...HELD, oktaId: '00u2' } }, { credential: { ...HELD, oktaId: '00u1' } }],
];

describe('a disagreement', () => {
  it.each(CONTRADICTIONS)('is found alone: %s', async (kind, said, harmless) => {
    expect((await standingOf(said)).disagreements).toEqual([kind]);
    expect((await standingOf(harmless)).disagreements).not.toContain(kind);
  });

  it('has an example of every kind in this table', () => {
    expect(CONTRADICTIONS.map(([kind]) => kind)).toEqual(DISAGREEMENT_KINDS);
  });

  it('is no missing event while events may still be on their way', async () => {
    const okta = { provider: 'OKTA', lastLogin: ASKED_AT - 60_000 };
    expect((await standingOf({ okta, credential: HELD })).disagreements).toEqual([]);
  });

  it('is no missing hash where no hash is in the table at all: passwords are checked elsewhere', async () => {
    const { credentials: _, ...sources } = sourcesOf({});
    const [standing] = await standingsOf({ ...sources, credentials: { byId: new Map(), byFold: new Map() } });
    expect(standing).toMatchObject({ state: 'never seen', disagreements: [] });
  });
});

describe('a stranger', () => {
  it('reads IMPORT, is not deactivated, in no journal, and nobody whose creation was stopped', async () => {
    const sources = sourcesOf({ entry: begun, okta: undefined });
    const standings = await standingsOf(sources);
    const person = { login: 'x@example.com', status: 'ACTIVE', provider: 'IMPORT', created: BEFORE };
    sources.okta.people.set('00u7', { id: '00u7', ...person });
    sources.okta.people.set('00u8', { id: '00u8', ...person, provider: 'OKTA' });
    sources.okta.people.set('00u9', { id: '00u9', ...person, status: 'DEPROVISIONED' });
    sources.okta.people.set('00u6', { id: '00u6', ...person, login: LOGIN });
    expect(strangersOf(sources, standings).map(({ id }) => id)).toEqual(['00u7']);
  });
});
