import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { importRequestSchema } from '../../lambda/contract/import-request.ts';
import { anyEvent, bytes, jsonText } from '../arbitraries/http-events.ts';
import { fc } from '../fuzz.ts';
import { contextWith, eventOf, openWorld, PAYLOAD, SECRET, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(() => {
  world.decided.length = 0;
});

/** A JSON object under a known status code, whatever came in. */
async function answerTo(event: unknown): Promise<number> {
  world.records.length = 0;
  world.decided.length = 0;
  const { statusCode, headers, body } = await world.hook(event, contextWith());
  expect(headers).toEqual({ 'content-type': 'application/json', 'cache-control': 'no-store' });
  const answer = JSON.parse(String(body));
  if (statusCode === 200) expect(answer).toEqual({});
  else expect(answer).toEqual({ error: { errorSummary: expect.stringMatching(/./) } });
  expect(world.records).toHaveLength(1);
  expect(world.records).toMatchObject([{ statusCode, fault: undefined }]);
  return statusCode ?? 0;
}

const decidedOnlyIfAccepted = (statusCode: number) =>
  expect(world.decided).toHaveLength(statusCode === 200 ? 1 : 0);

describe('whatever comes in', () => {
  it('any event gets a well-formed refusal, and nothing is decided', () =>
    fc.assert(
      fc.asyncProperty(anyEvent, async (event) => {
        expect([401, 403]).toContain(await answerTo(event));
        expect(world.decided).toEqual([]);
      }),
      { numRuns: 300 },
    ));

  it('any bytes from Okta get an answer or a coded refusal', () =>
    fc.assert(
      fc.asyncProperty(bytes, fc.boolean(), async (body, isBase64Encoded) => {
        const text = body.toString(isBase64Encoded ? 'base64' : 'latin1');
        expect(await answerTo({ ...eventOf(), body: text, isBase64Encoded })).toBe(400);
        expect(world.decided).toEqual([]);
      }),
      { numRuns: 200 },
    ));

  it('any JSON from Okta gets an answer or a coded refusal', () =>
    fc.assert(
      fc.asyncProperty(jsonText, async (payload) => {
        const statusCode = await answerTo(eventOf({ payload }));
        expect([200, 400]).toContain(statusCode);
        decidedOnlyIfAccepted(statusCode);
      }),
      { numRuns: 300 },
    ));

  it('any part of a good call replaced by any JSON is decided only if it keeps the contract', () =>
    fc.assert(
      fc.asyncProperty(fc.nat(), jsonText, async (seed, replacement) => {
        const payload = replaceSomewhere(PAYLOAD, seed, replacement);
        const statusCode = await answerTo(eventOf({ payload }));
        expect([200, 400]).toContain(statusCode);
        decidedOnlyIfAccepted(statusCode);
        for (const { request } of world.decided)
          expect(importRequestSchema.safeParse(request).success).toBe(true);
      }),
      { numRuns: 300 },
    ));

  it('nothing is decided without the secret', () =>
    fc.assert(
      fc.asyncProperty(fc.string(), fc.string(), async (secret, payload) => {
        fc.pre(secret !== SECRET);
        expect(await answerTo(eventOf({ secret, payload }))).toBe(401);
        expect(world.decided).toEqual([]);
      }),
      { numRuns: 100 },
    ));

  it('nothing that came in has changed Object.prototype', () => {
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

/** Puts JSON text in the place of one of the values of a JSON text. */
function replaceSomewhere(json: string, seed: number, replacement: string): string {
  const values = [...json.matchAll(/(?<=":)("[^"]*"|\{[^{}]*\}|null)/g)];
  const chosen = values[seed % values.length];
  if (!chosen) return replacement;
  return json.slice(0, chosen.index) + replacement + json.slice(chosen.index + chosen[0].length);
}
