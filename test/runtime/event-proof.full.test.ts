import { readdirSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { marksIn } from '../passwords/marked-hook.ts';
import { CANARY } from '../pipeline/canary-paths.ts';
import { readOutput } from './output.ts';
import { prove } from './prove.ts';
import { call, from, justNow, recorded } from './world.ts';

const SITUATIONS = readdirSync(new URL('../../events/api-gateway/events', import.meta.url)).map((name) =>
  name.replace('.json', ''),
);
const event = (situation: string) => recorded(situation, 'events');

/** Okta's verification: a GET with this challenge, and without a secret. */
function verification(challenge: string) {
  const { requestContext } = event('succeeded');
  const context = { ...requestContext, http: { method: 'GET' } };
  return { headers: { 'x-okta-verification-challenge': challenge }, requestContext: context, body: '' };
}

prove('EventHook', "the synthesised event hook under Lambda's own runtime client", ({ open }) => {
  it('records every recorded delivery, also the second time, and names nobody', async () => {
    const world = await open();
    for (const situation of [...SITUATIONS, ...SITUATIONS]) {
      expect(await call(world, event(situation))).toMatchObject({ statusCode: 200, body: '{}' });
    }
    const output = world.lambda.output();
    const { calls, others } = readOutput(output);
    expect(others).toEqual([]);
    expect(calls.map(({ outcome }) => outcome)).toEqual(Array(2 * SITUATIONS.length).fill('recorded'));
    expect(output).not.toMatch(/@example\.com|00u|Silva/);
  });

  it('gives a challenge back without a secret, and asks nobody for it', async () => {
    const world = await open({ silent: 'DynamoDB' });
    const answer = await call(world, verification(CANARY));
    expect([answer.statusCode, JSON.parse(answer.body)]).toEqual([200, { verification: CANARY }]);
    expect(await call(world, verification(`${CANARY}\n`))).toMatchObject({ statusCode: 400 });
    expect(world.dynamoDb.requests()).toBe(0);
    expect(marksIn(world.lambda.output())).toEqual([]);
  });

  it('refuses a wrong secret before it writes anything', async () => {
    const world = await open();
    expect(await call(world, from('guess', event('batch')))).toMatchObject({ statusCode: 401 });
    expect(world.dynamoDb.requests()).toBe(0);
  });

  it('gives up on a DynamoDB that never answers, before the deadline, and answers 503, so that Okta delivers again', async () => {
    const world = await open({ silent: 'DynamoDB' });
    await world.lambda.ready;
    expect(await call(world, justNow(event('batch')))).toMatchObject({ statusCode: 503 });
    expect(readOutput(world.lambda.output()).calls).toMatchObject([
      { reason: 'table unavailable', counted: ['EventsNotRecorded'] },
    ]);
  });

  it.each([
    { setting: 'CREDENTIAL_TABLE', value: undefined },
    { setting: 'HOLDING_DAYS', value: CANARY },
  ])('does not start with a wrong $setting, and tells Lambda which, never the value', async (wrong) => {
    const { lambda } = await open({ variables: { [wrong.setting]: wrong.value } });
    const { errorType, errorMessage } = await lambda.initError;
    expect([errorType, errorMessage.split(':')[0]]).toEqual(['ConfigurationError', wrong.setting]);
    expect(marksIn(errorMessage + lambda.output())).toEqual([]);
  });
});

prove('CleanUp', "the synthesised clean-up under Lambda's own runtime client", ({ open }) => {
  it('comes to the end of the table, and writes one line and one set of metrics', async () => {
    const { lambda } = await open();
    expect(await lambda.invoke({}, 900_000)).toMatchObject({ response: null });
    await lambda.stop();
    const { calls, metrics, others } = readOutput(lambda.output());
    expect(calls).toEqual([]);
    expect(others.map((line) => JSON.parse(line))).toMatchObject([
      { message: 'clean-up', deleted: 0, kept: 0, finished: true },
    ]);
    expect(metrics).toMatchObject([
      { hook: 'clean-up', HashesDeleted: 0, HashesKept: 0, CleanUpFinished: 1 },
    ]);
  });

  it('says what AWS called its failure, and nothing else', async () => {
    const { lambda } = await open({ variables: { CREDENTIAL_TABLE: CANARY } });
    const { error } = (await lambda.invoke({}, 900_000)) as {
      error: { errorType: string; errorMessage: string };
    };
    expect(error).toMatchObject({
      errorType: 'CleanUpFailed',
      errorMessage: 'the credential table cannot be cleaned up: ResourceNotFoundException',
    });
    expect(marksIn(lambda.output() + JSON.stringify(error))).toEqual([]);
  });
});
