import { describe, expect, it } from '@jest/globals';
import { apiGatewayEvent, type HttpRequest } from '../../events/api-gateway-event.ts';
import { fc } from '../fuzz.ts';

const request: HttpRequest = {
  method: 'POST',
  path: '/hooks/import',
  query: '',
  protocol: 'HTTP/1.1',
  headers: { 'content-type': 'application/json', host: 'localhost:8443', 'user-agent': 'test' },
  body: Buffer.from('{}'),
  sourceIp: '203.0.113.7',
  receivedAt: Date.UTC(2026, 0, 9, 5, 6, 7),
  requestId: 'id',
};

describe('the API Gateway event of a request', () => {
  it('has the fields of payload format 2.0', () => {
    expect(apiGatewayEvent(request)).toEqual({
      version: '2.0',
      routeKey: 'POST /hooks/import',
      rawPath: '/hooks/import',
      rawQueryString: '',
      headers: request.headers,
      requestContext: {
        accountId: '000000000000',
        apiId: 'local',
        domainName: 'localhost:8443',
        domainPrefix: 'localhost:8443',
        http: {
          method: 'POST',
          path: '/hooks/import',
          protocol: 'HTTP/1.1',
          sourceIp: '203.0.113.7',
          userAgent: 'test',
        },
        requestId: 'id',
        routeKey: 'POST /hooks/import',
        stage: '$default',
        time: '09/Jan/2026:05:06:07 +0000',
        timeEpoch: Date.UTC(2026, 0, 9, 5, 6, 7),
      },
      body: '{}',
      isBase64Encoded: false,
    });
  });

  it('moves cookies into a list of their own', () => {
    const event = apiGatewayEvent({ ...request, headers: { cookie: 'a=1; b=2' } });
    expect(event.cookies).toEqual(['a=1', 'b=2']);
    expect(event.headers).toEqual({});
  });

  it('joins query parameters of one name with commas', () => {
    const event = apiGatewayEvent({ ...request, query: 'a=1&b=x%20y&a=2&__proto__=p' });
    expect(event.rawQueryString).toBe('a=1&b=x%20y&a=2&__proto__=p');
    expect(Object.entries(event.queryStringParameters ?? {})).toEqual([
      ['a', '1,2'],
      ['b', 'x y'],
      ['__proto__', 'p'],
    ]);
  });

  it('has no body when the request has none', () => {
    const event = apiGatewayEvent({ ...request, body: Buffer.alloc(0) });
    expect(event).not.toHaveProperty('body');
    expect(event.isBase64Encoded).toBe(false);
  });

  it.each([
    ['application/json; charset=utf-8', {}, false],
    ['application/scim+json', {}, false],
    ['text/plain', {}, false],
    ['application/octet-stream', {}, true],
    ['application/jsonx', {}, true],
    ['', {}, true],
    ['application/json', { 'content-encoding': 'gzip' }, true],
  ])('sends a body of type "%s" %j with isBase64Encoded %s', (type, more, encoded) => {
    const event = apiGatewayEvent({ ...request, headers: { 'content-type': type, ...more } });
    expect(event.isBase64Encoded).toBe(encoded);
  });

  it('loses no byte of any body', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1 }),
        fc.constantFrom('application/json', 'image/png'),
        (bytes, type) => {
          const body = Buffer.from(bytes);
          const event = apiGatewayEvent({ ...request, headers: { 'content-type': type }, body });
          expect(Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8')).toEqual(body);
        },
      ),
    );
  });
});
