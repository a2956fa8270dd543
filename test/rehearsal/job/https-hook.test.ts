import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HOOK_PATHS, hookCallEvent } from '../../../events/hook-call.ts';
import { importRequestSchema } from '../../../lambda/contract/import-request.ts';
import { idsOf, outOfTime, resultOf } from '../../../lambda/imports/hook-result.ts';
import { prepareRules } from '../../../lambda/imports/prepared-rules.ts';
import { createImportService } from '../../../lambda/imports/service.ts';
import { createMemoryLedger } from '../../../lambda/logins/memory-ledger.ts';
import { createHook } from '../../../lambda/pipeline/hook.ts';
import { httpsHook } from '../../../rehearsal/job/https-hook.ts';
import { inProcessHook } from '../../../rehearsal/job/in-process-hook.ts';
import type { RehearsedRow } from '../../../rehearsal/job/rehearsed-row.ts';
import { orgDirectory } from '../../../rehearsal/org/login-directory.ts';
import type { Org } from '../../../rehearsal/org/org.ts';
import { createServiceCaller, type ServiceCaller } from '../../../rehearsal/service-call/service-caller.ts';
import { compileRules } from '../../../rules/compile.ts';
import { appProfile } from '../../arbitraries/imports.ts';
import { certificate } from '../../certificate.ts';
import { fc } from '../../fuzz.ts';
import { UNIQUE_LOGIN } from '../../imports/world.ts';
import { type OktaServer, startOktaServer } from '../../okta-server.ts';
import { hookAnswering, orgOf, play, rowsOf } from './world.ts';

const RULES = `${UNIQUE_LOGIN}    otherwise: '"no free login"'
  - name: no-nowhere
    when: 'has(user.email) && user.email.endsWith("@nowhere")'
    fail: '"nobody there"'
  - name: link-o-brien
    when: 'user.lastName == "O’Brien" && size(matches) > 0'
    link: 'matches[0].id'
`;
const rules = prepareRules(compileRules(`version: 1\n${RULES}`, 'import.yaml').rules);

let server: OktaServer;
let caller: ServiceCaller;
beforeAll(async () => {
  server = await startOktaServer();
  caller = createServiceCaller({ ca: [(await certificate).cert], timeoutMs: 2_000 });
});
afterAll(async () => {
  caller.close();
  await server.close();
});

const hookThere = (secret = 'right') =>
  httpsHook({ uri: server.baseUrl + HOOK_PATHS.import, headers: { authorization: secret }, caller });

/** The service itself behind the server: the whole chain, a ledger that must stay empty. */
function serve(org: Org) {
  const ledger = createMemoryLedger();
  const service = createImportService({ rules, directory: orgDirectory(org), ledger, now: Date.now });
  const hook = createHook({
    hook: 'import',
    schema: importRequestSchema,
    authentication: {
      kind: 'header',
      header: 'authorization',
      secrets: {
        verify: async (value) => ({ matches: value === 'right', degraded: false }),
        warmUp: async () => {},
      },
    },
    identify: idsOf,
    decide: async (request, call) => resultOf(await service(request, call)),
    outOfTime: () => outOfTime('error'),
    observe: () => undefined,
  });
  server.behave = async ({ headers, body }) => {
    const event = hookCallEvent({
      hook: 'import',
      payload: body,
      header: 'authorization',
      secret: String(headers.authorization),
    });
    const rehearsal = String(headers['x-hook-rehearsal']);
    const answer = await hook({ ...event, headers: { ...event.headers, 'x-hook-rehearsal': rehearsal } }, {});
    return { status: answer.statusCode ?? 500, body: answer.body };
  };
  return ledger;
}

/** A row without what a service does not tell over the wire: logins that were tried, and time. */
const asTold = (rows: readonly RehearsedRow[]) =>
  rows.map(({ candidates, ...row }) => ({
    ...row,
    milliseconds: 0,
    candidates: candidates.map(({ label, outcome }) => ({ label, outcome })),
  }));

describe('a service over HTTPS', () => {
  it('decides as the code in this process does, and writes nothing down', async () => {
    const people = fc.array(appProfile, { minLength: 1, maxLength: 20 });
    const orgWith = () =>
      orgOf({ login: 'ann@example.com' }, { login: 'li@example.com', email: 'li@example.org' });
    await fc.assert(
      fc.asyncProperty(people, async (profiles) => {
        const org = orgWith();
        const ledger = serve(org);
        const rows = () => rowsOf(...profiles.map((profile) => ({ ...profile })));
        const there = await play({ people: rows(), org, hook: hookThere() });
        const here = await play({ people: rows(), org, hook: inProcessHook({ rules, org }) });
        expect(asTold(there)).toEqual(asTold(here));
        const signal = new AbortController().signal;
        for (const { loginAfter } of there) expect(await ledger.claimOf(loginAfter, signal)).toBeUndefined();
      }),
      { numRuns: 12 },
    );
  });

  it('is called as Okta calls it: the contract, an id a call, the secret, and the wish that nothing be written', async () => {
    server.behave = () => ({ body: {} });
    server.arrivals.length = 0;
    await play({
      people: rowsOf({ email: 'a@example.com' }, { email: 'b@example.com' }),
      org: orgOf(),
      hook: hookThere(),
    });
    const calls = server.arrivals.map(({ body }) => JSON.parse(body));
    for (const call of calls) expect(importRequestSchema.safeParse(call).success).toBe(true);
    expect(new Set(calls.map(({ eventId }) => eventId)).size).toBe(2);
    expect(calls[0]).toMatchObject({
      cloudEventVersion: '0.1',
      contentType: 'application/json',
      eventTypeVersion: '1.0',
    });
    expect(server.arrivals[0]).toMatchObject({
      method: 'POST',
      headers: { authorization: 'right', 'x-hook-rehearsal': 'true', 'content-type': 'application/json' },
    });
  });

  const failing = [
    ['refuses the secret, once', { status: 401, body: {} }, 'it answered 401', 1],
    ['fails, twice', { status: 503, body: {} }, 'it answered 503', 2],
    ['sends Okta elsewhere, once', { status: 302, headers: { location: '/x' } }, 'redirect', 1],
    ['hangs up, twice', 'hang up', 'connection', 2],
    ['answers no JSON, once', { body: '<html>' }, 'answer not JSON', 1],
    [
      'answers too much, once',
      { body: JSON.stringify({ x: 'x'.repeat(256 * 1024) }) },
      'answer too large',
      1,
    ],
  ] as const;
  it.each(failing)('that %s: Okta goes on without it', async (_, behaviour, reason, calls) => {
    server.behave = () => behaviour;
    server.arrivals.length = 0;
    const [row] = await play({ people: rowsOf({ email: 'a@example.com' }), org: orgOf(), hook: hookThere() });
    expect(row).toMatchObject({
      outcome: 'failed',
      action: 'CREATE_USER',
      reason: `no answer from the hook: ${reason}`,
    });
    expect(server.arrivals).toHaveLength(calls);
  });

  it('that answers 204 changes nothing, and what it says of itself may be anything', async () => {
    const play1 = async () =>
      (await play({ people: rowsOf({ email: 'a@example.com' }), org: orgOf(), hook: hookThere() }))[0];
    server.behave = () => ({ status: 204 });
    expect(await play1()).toMatchObject({ outcome: 'created', rules: [], notes: [], candidates: [] });
    server.behave = () => ({ body: { debugContext: { directory: 'unknown', ledger: '' } } });
    expect((await play1())?.notes).toEqual(['the directory did not answer']);
    for (const debugContext of [null, 7, { rules: 7, notes: null, candidates: ['x'] }]) {
      server.behave = () => ({ body: { debugContext } });
      expect(await play1()).toMatchObject({ outcome: 'created', rules: [], notes: [] });
    }
    expect(
      await play({ people: rowsOf({ email: 'a@example.com' }), org: orgOf(), hook: hookAnswering(null) }),
    ).toMatchObject([{ outcome: 'created' }]);
  });
});
