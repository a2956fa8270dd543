import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { writeSources } from '../../local/rules.ts';
import { CREDENTIAL, marksIn } from '../passwords/marked-hook.ts';
import { CANARY } from '../pipeline/canary-paths.ts';
import { readOutput } from './output.ts';
import { prove } from './prove.ts';
import { call, from, type HttpAnswer, justNow, type RecordedEvent, recorded } from './world.ts';

const SITUATIONS = readdirSync(new URL('../../events/api-gateway/password', import.meta.url)).map((name) =>
  name.replace('.json', ''),
);
const event = (situation: string) => recorded(situation, 'password');

/** An attempt with the mark in name and password. */
const marked = (situation: string): RecordedEvent => {
  const recording = event(situation);
  const body = JSON.parse(recording.body);
  body.data.context.credential = CREDENTIAL;
  return { ...recording, body: JSON.stringify(body) };
};

const verdictOf = ({ statusCode, body }: HttpAnswer) =>
  statusCode === 200 ? JSON.parse(body).commands[0].value.credential : statusCode;

prove('PasswordHook', "the synthesised password hook under Lambda's own runtime client", ({ open }) => {
  let folder: string;
  /** The sources of `npm start`: one of them is a port where nobody listens. */
  let sources: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'password-proof-'));
    sources = path.join(folder, 'sources.json');
    await writeSources('examples/password-sources.yaml', sources);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('accepts the right password, whatever the spelling of the name, and refuses every other one', async () => {
    const world = await open();
    const verdicts: Record<string, unknown> = {};
    for (const situation of SITUATIONS) verdicts[situation] = verdictOf(await call(world, event(situation)));
    expect(verdicts).toEqual({
      diacritics: 'VERIFIED',
      'empty-password': 'UNVERIFIED',
      'other-case': 'VERIFIED',
      outage: 'UNVERIFIED',
      'short-name': 503,
      'unknown-user': 'UNVERIFIED',
      verified: 'VERIFIED',
      'wrong-password': 'UNVERIFIED',
    });
  });

  it('calls nobody wrong whose source is dead, and goes on answering for the others', async () => {
    const world = await open({ variables: { RULES_FILE: sources } });
    // More often than the breaker lets through.
    for (let n = 0; n < 5; n += 1) expect(verdictOf(await call(world, event('outage')))).toBe(503);
    expect(verdictOf(await call(world, event('verified')))).toBe('VERIFIED');
    expect(verdictOf(await call(world, event('short-name')))).toBe('VERIFIED');
    const { calls } = readOutput(world.lambda.output());
    expect(calls.slice(0, 5)).toEqual(
      Array(5).fill(expect.objectContaining({ source: 'outage', reason: 'source down' })),
    );
  });

  it.each([
    // the client's own limit, which at a cold start may come after the deadline of the call
    { silent: 'Secrets Manager', causes: ['ERR_SECRET_UNREADABLE', 'ERR_OUT_OF_TIME'] },
    { silent: 'DynamoDB', causes: ['ERR_UNDECIDABLE'] },
  ] as const)(
    'ends the wait for a $silent that never answers, and answers 503',
    async ({ silent, causes }) => {
      const world = await open({ silent });
      await world.lambda.ready;
      expect(verdictOf(await call(world, justNow(event('verified'))))).toBe(503);
      const { calls } = readOutput(world.lambda.output());
      expect(calls).toHaveLength(1);
      expect(causes).toContain(calls[0]?.['code']);
    },
  );

  it('refuses a wrong secret before it asks about anybody', async () => {
    const world = await open({ silent: 'DynamoDB' });
    expect(verdictOf(await call(world, from(`${CANARY}-guess`, marked('verified'))))).toBe(401);
    expect(world.dynamoDb.requests()).toBe(0);
    expect(readOutput(world.lambda.output()).calls).toMatchObject([{ status: 401, outcome: 'refused' }]);
    expect(marksIn(world.lambda.output())).toEqual([]);
  });

  it.each([
    { setting: 'CREDENTIAL_TABLE', value: undefined },
    { setting: 'HOOK_SECRET_ID', value: undefined },
    { setting: 'SOURCE_SECRETS', value: CANARY },
    { setting: 'RULES_FILE', value: `./${CANARY}.json` },
  ])('does not start with a wrong $setting, and tells Lambda which, never the value', async (wrong) => {
    const { lambda } = await open({ variables: { [wrong.setting]: wrong.value } });
    const { errorType, errorMessage } = await lambda.initError;
    expect(errorType).toBe('ConfigurationError');
    expect(errorMessage.split(':')[0]).toBe(wrong.setting);
    expect(await lambda.exited).not.toBe(0);
    expect(lambda.polls()).toBe(0);
    expect(marksIn(errorMessage + lambda.output())).toEqual([]);
  });

  it('writes one line and one set of metrics a call, and nothing that somebody typed', async () => {
    const world = await open({ variables: { RULES_FILE: sources } });
    const events = SITUATIONS.flatMap((situation) => [event(situation), marked(situation)]);
    for (const each of events) {
      await call(world, each);
      await call(world, from(`${CANARY}-guess`, each));
      await call(world, { ...each, body: each.body.slice(0, -1) });
    }
    await world.lambda.stop();
    const output = world.lambda.output();
    const { calls, metrics, others } = readOutput(output);
    expect(calls).toHaveLength(3 * events.length);
    expect(metrics).toHaveLength(3 * events.length);
    expect(others).toEqual([]);
    expect(new Set(calls.map(({ status }) => status))).toEqual(new Set([200, 503, 401, 400]));
    expect(marksIn(output)).toEqual([]);
    expect(events.flatMap(typedIn).filter((text) => output.includes(text))).toEqual([]);
  });
});

/** The name, the password where there is one, and the secret. */
function typedIn({ headers, body }: RecordedEvent): string[] {
  const { username, password } = JSON.parse(body).data.context.credential;
  return [username, password, headers['authorization']].filter((text) => text !== '');
}
