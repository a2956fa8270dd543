import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { HookResult } from '../../lambda/pipeline/call.ts';
import { Undecidable } from '../../lambda/pipeline/errors.ts';
import { contextWith, eventOf, openWorld, unchanged, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(() => {
  world.records.length = 0;
});

const circular: Record<string, unknown> = {};
circular['self'] = circular;

describe('a decision nobody had foreseen', () => {
  it.each<[string, () => Promise<HookResult>]>([
    [
      'throws',
      () => {
        throw new Error('Sally Admin');
      },
    ],
    [
      'rejects',
      async () => {
        throw new Error('Sally Admin', { cause: new Error('Sally Admin') });
      },
    ],
    ['rejects with a text', () => Promise.reject('Sally Admin')],
    ['rejects with nothing', () => Promise.reject()],
    ['has a body JSON cannot write', async () => ({ ...unchanged, body: { n: 1n } })],
    ['has a body without end', async () => ({ ...unchanged, body: circular })],
    ['is none', async () => undefined as unknown as HookResult],
  ])('%s: 500 with a fixed text, and a fault without its message', async (_, decide) => {
    expect(await world.with({ decide })(eventOf(), contextWith())).toMatchObject({
      statusCode: 500,
      body: '{"error":{"errorSummary":"internal error"}}',
    });
    expect(world.records).toMatchObject([
      { facts: { outcome: 'failed' }, fault: { frames: expect.any(Array) } },
    ]);
    expect(JSON.stringify(world.records)).not.toContain('Sally');
  });

  it('cannot be made: 503 with its reason in the log only, counted apart', async () => {
    const decide = async () => {
      throw new Undecidable('throttled', { LedgerDegraded: 1 });
    };
    expect(await world.with({ decide })(eventOf(), contextWith())).toMatchObject({
      statusCode: 503,
      body: '{"error":{"errorSummary":"temporarily unavailable"}}',
    });
    expect(world.records).toMatchObject([
      {
        facts: { code: 'ERR_UNDECIDABLE', reason: 'throttled' },
        counts: { LedgerDegraded: 1 },
        fault: undefined,
      },
    ]);
  });

  it('keeps its answer when the log cannot be written', async () => {
    const observe = () => {
      throw new Error('disk full');
    };
    expect(await world.with({ observe })(eventOf(), contextWith())).toMatchObject({ statusCode: 200 });
  });
});
