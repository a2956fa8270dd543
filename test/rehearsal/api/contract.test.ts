import { describe, expect, it } from '@jest/globals';
import type { ApiExchange } from '../../../rehearsal/api/exchange.ts';
import { ROUTES } from '../../../rehearsal/api/routes.ts';
import { readOktaDescription } from '../../contract/okta-description.ts';

/** What our commands call although Okta describes it elsewhere. */
const ELSEWHERE = [
  'POST /api/v1/users/{id}/lifecycle/reactivate',
  'POST /api/v1/users/{id}/lifecycle/deactivate',
  'POST /api/v1/users/{id}/lifecycle/suspend',
  'POST /api/v1/users/{id}/lifecycle/unsuspend',
  'GET /api/v1/groups/{groupId}',
  'GET /api/v1/apps',
  'GET /api/v1/apps/{appId}',
  'POST /api/v1/authn',
  'POST /oauth2/v1/token',
];

const description = readOktaDescription();
const exchange = (line: string, answer: ApiExchange['answer'], body = ''): ApiExchange => {
  const [method = '', path = ''] = line.split(' ');
  return { request: { method, url: path, headers: {}, body, ipAddress: '' }, answer, path };
};

const MISSING = "Okta's description of its API is not beside the project: no exchange is compared with it";

if (!description) {
  process.stderr.write(`${MISSING}\n`);
  it.skip(MISSING, () => {});
} else {
  describe('the stand-in org', () => {
    it('answers what Okta describes, and nine things that this description leaves out', () => {
      const lines = ROUTES.map(({ method, path }) => `${method} ${path}`);
      const unknown = lines.filter((line) => !description.knows(exchange(line, { status: 200 })));
      expect(unknown).toEqual(ELSEWHERE);
    });
  });

  describe('the comparison with the description', () => {
    const user = { id: '00u1', status: 'ACTIVE' };

    it.each<[string, ApiExchange]>([
      [
        'a field nobody described',
        exchange('GET /api/v1/users', { status: 200, body: [{ ...user, passwordHash: 'x' }] }),
      ],
      [
        'a secret in an answer',
        exchange('GET /api/v1/eventHooks', { status: 200, body: [hookWith({ value: 'secret' })] }),
      ],
      [
        'a value of the wrong type',
        exchange('GET /api/v1/users', { status: 200, body: [{ ...user, created: 1 }] }),
      ],
      [
        'a value that is none of its kind',
        exchange('GET /api/v1/users', { status: 200, body: [{ status: 'BORED' }] }),
      ],
      ['a status nobody described', exchange('GET /api/v1/users', { status: 302 })],
      ['an error in another form', exchange('GET /api/v1/users', { status: 403, body: { error: 'no' } })],
      ['a body where none belongs', exchange('DELETE /api/v1/users/{id}', { status: 204, body: {} })],
      ['a request without its body', exchange('POST /api/v1/users', { status: 200, body: user })],
      [
        'a request with an unknown field',
        exchange('POST /api/v1/users', { status: 200, body: user }, '{"profile":{},"groups":[]}'),
      ],
      [
        'a request without a query it needs',
        exchange('POST /api/v1/users/{id}/lifecycle/reset_password', { status: 200, body: {} }),
      ],
    ])('notices %s', (_, wrong) => {
      expect(description.faultsOf(wrong)).not.toEqual([]);
    });

    it('lets through what is right', () => {
      const right = exchange('POST /api/v1/users', { status: 200, body: user }, '{"profile":{}}');
      expect(description.faultsOf(right)).toEqual([]);
    });

    function hookWith(more: object) {
      const authScheme = { type: 'HEADER', key: 'authorization', ...more };
      const config = { uri: 'https://hooks.example.com', authScheme };
      return {
        name: 'events',
        events: { type: 'EVENT_TYPE', items: [] },
        channel: { type: 'HTTP', version: '1.0.0', config },
      };
    }
  });
}
