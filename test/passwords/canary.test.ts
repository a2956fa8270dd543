import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { passwordRequestSchema } from '../../lambda/contract/password-request.ts';
import { decidePassword } from '../../lambda/passwords/decide.ts';
import { guardSource } from '../../lambda/passwords/guards/guard-source.ts';
import { attemptOf, idsOf, outOfTime, resultOf } from '../../lambda/passwords/hook-result.ts';
import { cannotDecide, MATCH, NO_MATCH, type UndecidedReason } from '../../lambda/passwords/outcome.ts';
import type { PasswordSource } from '../../lambda/passwords/sources/source.ts';
import { createHook } from '../../lambda/pipeline/hook.ts';
import { createObserve } from '../../lambda/platform/observe.ts';
import { createHookSecrets } from '../../lambda/platform/secrets.ts';
import { type SecretsManager, startSecretsManager } from '../../local/secrets-manager.ts';
import { watchStreams } from '../pipeline/watch-streams.ts';
import { clientFor, contextWith, eventOf, SECRET, SECRET_NAME } from '../pipeline/world.ts';
import { allowAll, listed } from './world.ts';

const CANARY = 'k4n4ry';
const credential = { username: `${CANARY}@example.com`, password: `${CANARY}-P@ssw0rd!` };
const payload = JSON.stringify({
  eventId: credential.username,
  eventType: 'com.okta.user.credential.password.import',
  data: {
    context: { request: { ipAddress: CANARY }, credential },
    action: { credential: 'UNVERIFIED' },
  },
});

const reasons: readonly UndecidedReason[] = [
  ...(['source down', 'source slow', 'source unclear', 'malformed hash'] as const),
  ...(['unsupported hash', 'over the work limit', 'throttled'] as const),
];
const personal = () => new Error(JSON.stringify(credential), { cause: new Error(credential.password) });

/** What a source does, and the status of the answer. */
const endings: readonly (readonly [string, number, PasswordSource])[] = [
  ['a match', 200, async () => MATCH],
  ['no match', 200, async () => NO_MATCH],
  ...reasons.map((reason) => [reason, 503, async () => cannotDecide(reason)] as const),
  ['an error full of it', 503, guardSource(() => Promise.reject(personal()), { timeout: 1_000 })],
  ['an error nobody caught', 500, () => Promise.reject(personal())],
  ['silence', 503, () => new Promise(() => {})],
];

let server: SecretsManager;
let client: ReturnType<typeof clientFor>;
beforeAll(async () => {
  server = await startSecretsManager({ port: 0, secrets: { [SECRET_NAME]: SECRET } });
  client = clientFor(server);
});
afterAll(async () => {
  client.destroy();
  await server.close();
});

async function answerTo(ask: PasswordSource) {
  const secrets = createHookSecrets({ client, secretId: SECRET_NAME });
  await secrets.warmUp();
  const world = { throttle: allowAll, sources: [listed('legacy', ask).source] };
  const hook = createHook({
    hook: 'password',
    schema: passwordRequestSchema,
    authentication: { kind: 'header', header: 'authorization', secrets },
    identify: idsOf,
    decide: async (request, { signal }) => resultOf(await decidePassword(attemptOf(request), world, signal)),
    outOfTime,
    observe: createObserve(),
  });
  return hook(eventOf({ payload }), contextWith(400));
}

describe('a password', () => {
  it.each(endings)('reaches no log, metric or answer when a source ends with %s', async (_, status, ask) => {
    const watch = watchStreams();
    const answer = await answerTo(ask).finally(watch.stop);
    const printed = watch.text();
    expect(answer.statusCode).toBe(status);
    expect(printed.trimEnd().split('\n')).toHaveLength(2);
    for (const text of [printed, JSON.stringify(answer)]) {
      expect(text).not.toContain(CANARY);
      expect(text).not.toContain(Buffer.from(CANARY).toString('base64').slice(0, 7));
    }
  });
});
