import { passwordRequestSchema } from '../../lambda/contract/password-request.ts';
import { decidePassword, type ListedSource } from '../../lambda/passwords/decide.ts';
import { attemptOf, idsOf, outOfTime, resultOf } from '../../lambda/passwords/hook-result.ts';
import { createHook } from '../../lambda/pipeline/hook.ts';
import { type CallRecord, createObserve } from '../../lambda/platform/observe.ts';
import { createHookSecrets } from '../../lambda/platform/secrets.ts';
import { startSecretsManager } from '../../local/secrets-manager.ts';
import { CANARY } from '../pipeline/canary-paths.ts';
import { clientFor, contextWith, eventOf, SECRET_NAME } from '../pipeline/world.ts';
import { allowAll } from './world.ts';

/** What somebody types; everything else about the call has the mark too. */
export const CREDENTIAL = { username: `${CANARY}@example.com`, password: `${CANARY}-P@ssw0rd!` };
const SECRET = `${CANARY}-secret`;

const payload = JSON.stringify({
  eventId: CREDENTIAL.username,
  eventType: 'com.okta.user.credential.password.import',
  data: {
    context: { request: { ipAddress: CANARY }, credential: CREDENTIAL },
    action: { credential: 'UNVERIFIED' },
  },
});
const event = eventOf({ payload, secret: SECRET, headers: { 'x-personal': `Bearer ${CANARY}-header` } });

/** The password hook with the real log and metrics of this process, called with marks in every place. */
export async function openMarkedHook() {
  const server = await startSecretsManager({ port: 0, secrets: { [SECRET_NAME]: SECRET } });
  const client = clientFor(server);
  const secrets = createHookSecrets({ client, secretId: SECRET_NAME });
  await secrets.warmUp();
  return {
    /** Calls with these sources. Returns the answer and what was noted of the call. */
    call: async (sources: readonly ListedSource[], milliseconds?: number) => {
      const records: CallRecord[] = [];
      const observe = createObserve();
      const hook = createHook({
        hook: 'password',
        schema: passwordRequestSchema,
        authentication: { kind: 'header', header: 'authorization', secrets },
        identify: idsOf,
        decide: async (request, { signal }) =>
          resultOf(await decidePassword(attemptOf(request), { throttle: allowAll, sources }, signal)),
        outOfTime,
        observe: (record) => {
          records.push(record);
          observe(record);
        },
      });
      return { answer: await hook(event, contextWith(milliseconds)), records };
    },
    close: async () => {
      client.destroy();
      await server.close();
    },
  };
}

/** The mark as it is, and as it looks in base64 and hexadecimal. */
const MARKS: readonly string[] = [
  CANARY,
  Buffer.from(CANARY).toString('hex'),
  // Where the mark begins in a group of three bytes, base64 writes it in another way.
  Buffer.from(CANARY).toString('base64'),
  Buffer.from(` ${CANARY}`).toString('base64').slice(2, 9),
  Buffer.from(`  ${CANARY}`).toString('base64').slice(3, 10),
];

/** Which of the mark's spellings a text contains. */
export const marksIn = (text: string) => MARKS.filter((mark) => text.includes(mark));
