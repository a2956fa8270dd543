import { describe, expect, it } from '@jest/globals';
import { createApi } from '../../../rehearsal/api/api.ts';
import type { ApiAnswer } from '../../../rehearsal/api/exchange.ts';
import { createRateLimiter } from '../../../rehearsal/api/rate-limiter.ts';
import { anyApiRequest } from '../../arbitraries/api-requests.ts';
import { fc } from '../../fuzz.ts';
import { startTestOrg } from './test-org.ts';

describe('whatever is asked of the stand-in org', () => {
  it('is answered as a success or by an error code, and shows no fault of the stand-in', async () => {
    const org = await startTestOrg();
    const { world, apiToken } = org.okta;
    const faults: unknown[] = [];
    const api = createApi(world, {
      doors: { apiToken, tokens: world.tokens },
      limiter: createRateLimiter(undefined, Date.now),
      onFault: (error) => faults.push(error),
    });
    const headers = { authorization: `SSWS ${apiToken}`, 'content-type': 'application/json' };
    await fc.assert(
      fc.asyncProperty(anyApiRequest, async ({ body = '', ...request }) => {
        const answer = await api({ ...request, body, headers, ipAddress: '127.0.0.1' });
        expect(faults).toEqual([]);
        expect(isWellFormed(answer)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
    await org.close();
  });
});

function isWellFormed({ status, body }: ApiAnswer): boolean {
  if (status < 400) return status === 204 ? body === undefined : status === 200 && body !== undefined;
  const { errorCode, error } = Object(body);
  return status < 500 && (/^E\d{7}$/.test(errorCode) || typeof error === 'string');
}
