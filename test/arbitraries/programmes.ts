import fc from 'fast-check';
import type { CredentialRow } from '../../cli/migration/credential-rows.ts';
import type { OktaPerson } from '../../cli/migration/okta-people.ts';
import { type PlannedPerson, WAYS } from '../../cli/migration/plan-file.ts';
import type { Sources } from '../../cli/migration/standing.ts';
import { foldLogin } from '../../lambda/logins/fold.ts';
import { anyText, plainLogin } from './people.ts';

/** When Okta was asked, in every programme. */
export const ASKED_AT = Date.parse('2026-11-20T12:00:00Z');
const DAY_MS = 24 * 60 * 60 * 1000;

const time = fc.integer({ min: ASKED_AT - 90 * DAY_MS, max: ASKED_AT + DAY_MS });
const STATUSES = [
  'ACTIVE',
  'STAGED',
  'PROVISIONED',
  'RECOVERY',
  'LOCKED_OUT',
  'SUSPENDED',
  'DEPROVISIONED',
  'NEW',
];

const okta = (login: string) =>
  fc.record(
    {
      login: fc.oneof({ weight: 9, arbitrary: fc.constant(login) }, { weight: 1, arbitrary: plainLogin }),
      email: anyText,
      status: fc.constantFrom(...STATUSES),
      provider: fc.constantFrom('IMPORT', 'OKTA', 'ACTIVE_DIRECTORY', ''),
      created: fc.oneof(time, fc.constant(0)),
      statusChanged: time,
      lastLogin: time,
    },
    { requiredKeys: ['login', 'status', 'provider', 'created'] },
  );

const credential = fc.record(
  {
    state: fc.constantFrom('waiting' as const, 'migrated' as const, 'disabled' as const),
    failures: fc.nat({ max: 50 }),
    hashHeld: fc.boolean(),
    oktaId: fc.constantFrom('00u1', '00u2', '00u3'),
    lastFailureAt: time,
    migratedAt: time,
    hashDeletedAt: time,
  },
  { requiredKeys: ['state', 'failures', 'hashHeld'] },
);

const entry = fc.record(
  { state: fc.constantFrom('begun', 'created', 'done', 'failed'), at: time },
  { requiredKeys: ['state', 'at'] },
);

/** What every source says of one person of the plan, whether or not it could come together. */
const life = plainLogin.chain((login) =>
  fc.record(
    {
      login: fc.constant(login),
      way: fc.constantFrom(...WAYS),
      wave: fc.constantFrom('1', '2', '10', ''),
      groups: fc.array(fc.constantFrom('Staff', 'Sales', 'Ops', '</script>', ...'abcdefghijklmnopqrst'), {
        maxLength: 4,
      }),
      entry,
      hasId: fc.boolean(),
      okta: okta(login),
      credential,
    },
    { requiredKeys: ['login', 'way', 'wave', 'groups', 'hasId'] },
  ),
);

/** A programme: its plan, and what ledger, Okta and table say, in any contradiction. */
export const programme: fc.Arbitrary<Sources & { readonly people: readonly PlannedPerson[] }> = fc
  .tuple(fc.array(life, { maxLength: 40 }), fc.boolean())
  .map(([lives, hasTable]) => {
    const created = new Map<
      number,
      { state: 'begun' | 'created' | 'done' | 'failed'; at: number; id?: string }
    >();
    const inOkta = new Map<string, OktaPerson>();
    const byFold = new Map<string, CredentialRow>();
    const people = lives.map(({ login, way, wave, groups, ...said }, index): PlannedPerson => {
      const row = index + 2;
      const id = `00u${row}`;
      if (said.entry) {
        const { state, at } = said.entry;
        const known = state === 'created' || state === 'done' || said.hasId;
        created.set(row, { state: state as 'done', at, ...(known && { id }) });
      }
      if (said.okta) inOkta.set(id, { id, ...said.okta });
      if (said.credential) byFold.set(foldLogin(login), said.credential);
      return { row, way, wave, profile: { login, email: login }, groups, apps: [], why: 'a reason' };
    });
    const byId = new Map(
      [...byFold.values()].flatMap((row) => (row.oktaId === undefined ? [] : [[row.oktaId, row]])),
    );
    return {
      people,
      created,
      okta: { people: inOkta, askedAt: ASKED_AT },
      ...(hasTable && { credentials: { byId, byFold } }),
    };
  });
