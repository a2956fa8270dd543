import { EVENT_HOOK_TYPE, eventHookRequestSchema } from '../../lambda/contract/event-hook-request.ts';
import { createDecide, idsOf, outOfTime } from '../../lambda/migration/hook-result.ts';
import type { RecordImport } from '../../lambda/migration/record-import.ts';
import { createEventService } from '../../lambda/migration/service.ts';
import { createHook } from '../../lambda/pipeline/hook.ts';
import { answerVerification } from '../../lambda/pipeline/verification.ts';
import { type CallRecord, createObserve } from '../../lambda/platform/observe.ts';
import { createHookSecrets } from '../../lambda/platform/secrets.ts';
import { startSecretsManager } from '../../local/secrets-manager.ts';
import { clientFor, contextWith, eventOf, SECRET, SECRET_NAME } from '../pipeline/world.ts';

/** One event in the form of the System Log. */
export const logEvent = (change: object = {}) => ({
  uuid: 'ce7c7b2c-1',
  published: '2026-11-20T09:00:00.000Z',
  eventType: 'user.import.password',
  outcome: { result: 'SUCCESS' },
  target: [{ id: '00u1', type: 'User', alternateId: 'ana.silva@example.com' }],
  ...change,
});

/** The API Gateway event of a delivery. */
export const delivery = (events: unknown, change: Parameters<typeof eventOf>[0] = {}) =>
  eventOf({ payload: JSON.stringify({ eventType: EVENT_HOOK_TYPE, data: { events } }), ...change });

/** The API Gateway event of a verification. */
export function verification(headers: Readonly<Record<string, string>>) {
  const { body: _, ...event } = eventOf();
  const { requestContext } = event;
  const http = { ...requestContext.http, method: 'GET' };
  return { ...event, headers, requestContext: { ...requestContext, http } };
}

/** The event hook with its secret in a stand-in for Secrets Manager, and the real log and metrics of this process. */
export async function openEventHook() {
  const server = await startSecretsManager({ port: 0, secrets: { [SECRET_NAME]: SECRET } });
  const client = clientFor(server);
  const secrets = createHookSecrets({ client, secretId: SECRET_NAME });
  await secrets.warmUp();
  return {
    /** Calls with this record of events; returns the answer, and what was noted of the call. */
    call: async (event: unknown, record: RecordImport, milliseconds?: number) => {
      const records: CallRecord[] = [];
      const observe = createObserve();
      const hook = createHook({
        hook: 'events',
        schema: eventHookRequestSchema,
        authentication: { kind: 'header', header: 'authorization', secrets },
        beforeAuthentication: answerVerification(),
        identify: idsOf,
        decide: createDecide(createEventService(record)),
        outOfTime,
        observe: (noted) => {
          records.push(noted);
          observe(noted);
        },
      });
      const answer = await hook(event, contextWith(milliseconds));
      return { answer, records };
    },
    close: async () => {
      client.destroy();
      await server.close();
    },
  };
}
