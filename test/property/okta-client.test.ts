import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readLog } from '../../cli/doctor/system-log.ts';
import { fixedCredentials } from '../../lambda/platform/okta/credentials.ts';
import { createOktaClient, type OktaClient } from '../../lambda/platform/okta-client.ts';
import { anyOktaAnswer, CANARY, logEvent } from '../arbitraries/okta-bodies.ts';
import { fc } from '../fuzz.ts';
import { type OktaServer, startOktaServer } from '../okta-server.ts';

const NEVER = new AbortController().signal;
const CODES = ['ERR_OKTA', 'ERR_OKTA_UNREACHABLE', 'ERR_OKTA_ANSWER_INVALID'];

let server: OktaServer;
let client: OktaClient;
beforeAll(async () => {
  server = await startOktaServer();
  client = createOktaClient({
    baseUrl: server.baseUrl,
    credentials: fixedCredentials({ kind: 'api token', apiToken: CANARY }),
    scopes: [],
  });
});
afterAll(() => server.close());

/** Whether work ends well or with one of the client's own errors, which tells nothing of what was answered. */
async function endsWell(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    const { code, message, stack } = Object(error);
    expect(CODES).toContain(code);
    expect(`${message}${stack}${JSON.stringify(error)}`).not.toContain(CANARY);
    return false;
  }
}

describe('the client for Okta', () => {
  it('whatever is answered, brings JSON or an error of its own, and asks nobody else', async () => {
    await fc.assert(
      fc.asyncProperty(anyOktaAnswer, async (behaviour) => {
        server.behave = () => behaviour;
        server.arrivals.length = 0;
        const asked = { path: '/api/v1/x', signal: NEVER, maxBytes: 2_000 };
        const status = typeof behaviour === 'string' ? 0 : (behaviour.status ?? 200);
        if (await endsWell(() => client.request(asked))) expect(status).toBeLessThan(300);
        expect(server.arrivals.length).toBeGreaterThan(0);
      }),
      { numRuns: 60 },
    );
  });

  it('whatever is in a page of the System Log, the doctor reads the events that are there', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(logEvent, { maxLength: 4 }), async (items) => {
        server.behave = () => ({ body: items });
        const { records } = await readLog(client, { since: 0, now: 1 }, { signal: NEVER });
        expect(records.length).toBeLessThanOrEqual(items.length);
        for (const { at, eventType } of records)
          expect([Number.isFinite(at), typeof eventType]).toEqual([true, 'string']);
      }),
      { numRuns: 40 },
    );
  });
});
