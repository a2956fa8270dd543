import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { near } from './json.ts';
import { CANARY } from './okta-bodies.ts';

const digest = 'a'.repeat(64);
const planHeader = near({
  okta_hooks_plan: fc.constant(1),
  source: fc.constant('users.csv'),
  sourceDigest: fc.constant(digest),
  madeAt: fc.constant('2026-11-20'),
  counts: near({
    rows: fc.constantFrom(0, 1, 2),
    people: fc.constant(1),
    refused: fc.constant(0),
    ways: fc.constant({ hash: 0, hook: 1, reset: 0 }),
    waves: fc.constantFrom<unknown>({}, { __proto__: 1 }, { one: 1 }),
  }),
});
const planLine = near({
  row: fc.constantFrom(2, 3, 3),
  way: fc.constantFrom('hook', 'hash', 'reset', 'toString'),
  wave: fc.constant('one'),
  profile: near({ login: fc.constant(`${CANARY}@example.com`) }),
  groups: fc.constantFrom<unknown>([], ['Sales']),
  apps: fc.constant([]),
  why: fc.constant('because'),
});
const journalHeader = near({
  okta_hooks_journal: fc.constant(1),
  subject: fc.constantFrom(digest, digest, CANARY),
  org: fc.constantFrom('https://example.okta.com', 'https://example.okta.com', CANARY, `https://${CANARY}/`),
});
const journalLine = near({
  row: fc.constantFrom(1, 2, -1),
  at: fc.constantFrom(1, 1.5),
  step: fc.constantFrom('begun', 'created', 'stored', 'done', 'failed', 'undone', 'hook'),
  id: fc.constant('00u1'),
  error: fc.constant(CANARY),
  action: fc.constantFrom('reset', 'invite'),
  by: fc.constantFrom('mail', 'link'),
  did: fc.constant('deleted'),
});

const torn = fc.constantFrom('', '\n', `{"step":"${CANARY}`, `${CANARY}\n`, '\0\0\0\n');
const file = (header: fc.Arbitrary<unknown>, line: fc.Arbitrary<unknown>): fc.Arbitrary<string> =>
  fc
    .tuple(header, fc.array(line, { maxLength: 3 }), torn)
    .map(([first, lines, end]) => [first, ...lines].map((one) => `${JSON.stringify(one)}\n`).join('') + end);

/** Text near a plan. */
export const planText = file(planHeader, planLine);

/** Text near a journal of the programme; plan and org are the first ones or others. */
export const journalText = file(journalHeader, journalLine);

const cacheHeader = near({
  okta_people: fc.constant(1),
  org: fc.constant('https://example.okta.com'),
  askedAt: fc.constantFrom(10, 0, -1),
});
const person = near({
  id: fc.constantFrom('00u1', '__proto__'),
  login: fc.constant(CANARY),
  status: fc.constant('STAGED'),
  provider: fc.constant('IMPORT'),
  created: fc.constant(1),
});
const page = near({
  people: fc.array(person, { maxLength: 2 }),
  list: fc.constantFrom(0, 1, 99),
  next: fc.constantFrom('/api/v1/users?after=1', 'https://evil.example/', '//evil.example/api/v1/users?'),
});

/** Text near a cache of people, each line with the seal that it should have. */
export const cacheText: fc.Arbitrary<string> = fc
  .tuple(cacheHeader, fc.array(fc.oneof(page, fc.constant(undefined)), { maxLength: 3 }), torn)
  .map(([header, pages, end]) => {
    let seal = '';
    const lines = [header, ...pages].map((one) => {
      const json = JSON.stringify(one) ?? CANARY;
      seal = createHash('sha256').update(seal).update(json).digest('base64url').slice(0, 22);
      return `${seal} ${json}\n`;
    });
    return lines.join('') + end;
  });

const user = near({
  id: fc.constantFrom('00u1', ''),
  type: fc.constantFrom('User', 'AppInstance'),
  alternateId: fc.constantFrom(CANARY, 'unknown', ''),
});

/** An event of a delivery, or nearly. */
export const deliveredEvent = near({
  uuid: fc.constantFrom('u1', ''),
  eventType: fc.constant('user.import.password'),
  published: fc.constantFrom('2026-11-20T12:00:00Z', 'soon', '+275760-09-13T00:00:00Z'),
  outcome: near({ result: fc.constantFrom('SUCCESS', 'FAILURE', 'SKIPPED') }),
  actor: user,
  target: fc.array(user, { maxLength: 2 }),
});
