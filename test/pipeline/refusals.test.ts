import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { contextWith, eventOf, openWorld, PAYLOAD, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(() => {
  world.decided.length = 0;
  world.records.length = 0;
});

const base64 = (bytes: Uint8Array | string) => ({
  body: Buffer.from(bytes).toString('base64'),
  isBase64Encoded: true,
});
const withData = (change: (payload: { data: Record<string, unknown>; [key: string]: unknown }) => void) => {
  const payload = JSON.parse(PAYLOAD);
  change(payload);
  return eventOf({ payload: JSON.stringify(payload) });
};
const NOT_JSON = '$: expected JSON without forbidden keys';

describe('a wrong call is refused with a code, and nothing is decided', () => {
  it.each<[string, object, number, string]>([
    ['a wrong secret', eventOf({ secret: 'another-secret' }), 401, 'unauthorized'],
    ['no secret', { ...eventOf(), headers: { 'content-type': 'application/json' } }, 401, 'unauthorized'],
    ['an empty secret', eventOf({ secret: '' }), 401, 'unauthorized'],
    [
      'the secret sent twice',
      eventOf({ headers: { Authorization: 'the-hook-secret' } }),
      401,
      'unauthorized',
    ],
    ['a wrong secret before a malformed body', eventOf({ secret: 'x', payload: '{' }), 401, 'unauthorized'],
    [
      'a body of one byte too many',
      eventOf({ payload: ' '.repeat(262_145) }),
      413,
      'the body is larger than 262144 bytes',
    ],
    [
      'a base64 body of one byte too many',
      { ...eventOf(), ...base64(' '.repeat(262_145)) },
      413,
      'the body is larger than 262144 bytes',
    ],
    [
      'umlauts that are too many bytes but not too many characters',
      eventOf({ payload: 'ü'.repeat(131_073) }),
      413,
      'the body is larger than 262144 bytes',
    ],
    [
      'a form',
      eventOf({ headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
      415,
      'the content type must be application/json',
    ],
    [
      'a content type that only contains JSON',
      eventOf({ headers: { 'content-type': 'text/application/json' } }),
      415,
      'the content type must be application/json',
    ],
    ['half an object', eventOf({ payload: '{"eventType":' }), 400, NOT_JSON],
    ['a byte order mark', eventOf({ payload: `\ufeff${PAYLOAD}` }), 400, NOT_JSON],
    ['a __proto__ key', eventOf({ payload: PAYLOAD.replace('{', '{"__proto__":{"x":1},') }), 400, NOT_JSON],
    [
      'a deep __proto__ key',
      eventOf({ payload: PAYLOAD.replace('"profile":{', '"profile":{"__proto__":1,') }),
      400,
      NOT_JSON,
    ],
    [
      'an escaped __proto__ key',
      eventOf({ payload: PAYLOAD.replace('{', '{"__pr\\u006fto__":1,') }),
      400,
      NOT_JSON,
    ],
    [
      'a constructor.prototype key',
      eventOf({ payload: PAYLOAD.replace('{', '{"constructor":{"prototype":1},') }),
      400,
      NOT_JSON,
    ],
    [
      'nesting that overflows the stack',
      eventOf({ payload: `${'['.repeat(100_000)}${']'.repeat(100_000)}` }),
      400,
      NOT_JSON,
    ],
    ['no body', { ...eventOf(), body: undefined }, 400, '$: expected a body'],
    [
      'a body that is an object already',
      { ...eventOf(), body: JSON.parse(PAYLOAD) },
      400,
      '$: expected a body',
    ],
    [
      'a lone surrogate',
      { ...eventOf(), body: PAYLOAD.replace('Maria', '\ud800') },
      400,
      '$: expected UTF-8',
    ],
    [
      'bytes that are no UTF-8',
      { ...eventOf(), ...base64(Uint8Array.of(0x22, 0xff, 0x22)) },
      400,
      '$: expected UTF-8',
    ],
    ['text that is no base64', { ...eventOf(), isBase64Encoded: true }, 400, '$: expected base64'],
    ['null', eventOf({ payload: 'null' }), 400, '$: expected object'],
    ['a list', eventOf({ payload: '[]' }), 400, '$: expected object'],
    [
      'another event type',
      withData((p) => {
        p['eventType'] = 'com.okta.oauth2.tokens.transform';
      }),
      400,
      '$.eventType: expected com.okta.import.transform',
    ],
    [
      'no user',
      withData((p) => {
        delete p.data['user'];
      }),
      400,
      '$.data.user: expected object',
    ],
    [
      'a profile that is a text',
      withData((p) => {
        p.data['appUser'] = { profile: 'x' };
      }),
      400,
      '$.data.appUser.profile: expected record',
    ],
    [
      'an unknown action',
      withData((p) => {
        p.data['action'] = { result: 'DELETE_USER' };
      }),
      400,
      '$.data.action.result: expected CREATE_USER or LINK_USER',
    ],
  ])('%s', async (_, event, statusCode, errorSummary) => {
    const answer = await world.hook(event, contextWith());
    expect(answer).toEqual({
      statusCode,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
      body: JSON.stringify({ error: { errorSummary } }),
    });
    expect(world.decided).toEqual([]);
    expect(world.records).toMatchObject([{ statusCode, facts: { outcome: 'refused' }, fault: undefined }]);
  });

  it.each([
    null,
    undefined,
    0,
    'text',
    [],
    {},
    { headers: null },
    { requestContext: null },
    { headers: [1], body: {} },
    { headers: { authorization: ['the-hook-secret'] } },
    { requestContext: { http: null, authorizer: 1 } },
  ])('garbage instead of an event: %j', async (event) => {
    expect(await world.hook(event, contextWith())).toMatchObject({ statusCode: 401 });
    expect(world.decided).toEqual([]);
  });
});

describe('an unusual call is answered like any other', () => {
  it.each<[string, object]>([
    ['a base64 body', { ...eventOf(), ...base64(PAYLOAD) }],
    [
      'header names in capitals',
      { ...eventOf(), headers: { AUTHORIZATION: 'the-hook-secret', 'Content-Type': 'application/json' } },
    ],
    ['a charset', eventOf({ headers: { 'content-type': 'application/json; charset=utf-8' } })],
    ['CloudEvents JSON', eventOf({ headers: { 'content-type': 'application/cloudevents+json' } })],
    ['a body of exactly the limit', eventOf({ payload: PAYLOAD.trimEnd().padEnd(262_144) })],
    [
      'names of Object.prototype as keys',
      eventOf({
        payload: PAYLOAD.replace(
          '"profile":{',
          '"profile":{"constructor":"x","toString":1,"hasOwnProperty":null,',
        ),
      }),
    ],
    ['the same key twice', eventOf({ payload: PAYLOAD.replace('{', '{"eventType":"x",') })],
    ['no Lambda context', eventOf()],
  ])('%s', async (title, event) => {
    const context = title === 'no Lambda context' ? {} : contextWith();
    expect(await world.hook(event, context)).toMatchObject({ statusCode: 200, body: '{}' });
    expect(world.decided).toHaveLength(1);
    expect(world.records).toHaveLength(1);
  });

  it('is a rehearsal only when the header says true', async () => {
    for (const header of ['true', 'false', '', 'TRUE, true']) {
      await world.hook(eventOf({ headers: { 'X-Hook-Rehearsal': header } }), contextWith());
    }
    await world.hook(eventOf(), contextWith());
    expect(world.decided.map(({ call }) => call.rehearsal)).toEqual([true, false, false, false, false]);
  });

  it('is never a rehearsal where a hook has none, whatever the header says', async () => {
    const hook = world.with({ canRehearse: false });
    await hook(eventOf({ headers: { 'x-hook-rehearsal': 'true' } }), contextWith());
    expect(world.decided).toMatchObject([{ call: { rehearsal: false } }]);
    expect(world.records).toMatchObject([{ statusCode: 200, rehearsal: false }]);
  });

  it('ignores the rehearsal header of a caller who is not authenticated', async () => {
    await world.hook(eventOf({ secret: 'x', headers: { 'x-hook-rehearsal': 'true' } }), contextWith());
    expect(world.records).toMatchObject([{ statusCode: 401, rehearsal: false }]);
  });
});
