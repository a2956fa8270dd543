import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { hookCallEvent } from '../events/hook-call.ts';
import { importRequestSchema } from '../lambda/contract/import-request.ts';
import type { CompiledRules } from '../lambda/imports/compiled-rules.ts';
import { createImportDecider } from '../lambda/imports/decide.ts';
import type { ImportDecision } from '../lambda/imports/decision.ts';
import { prepareRules } from '../lambda/imports/prepared-rules.ts';
import { noDirectory } from '../lambda/logins/directory.ts';
import { createMemoryLedger } from '../lambda/logins/memory-ledger.ts';
import { createHook } from '../lambda/pipeline/hook.ts';

/** A recorded call, answered: the decision, or the refusal the service would send. */
export type Replay =
  | { readonly kind: 'decided'; readonly decision: ImportDecision }
  | { readonly kind: 'refused'; readonly status: number; readonly body: string };

const HEADER = 'x-replay';

/**
 * Answers one recorded import call with the production pipeline and decision, an empty ledger in memory and no
 * directory. Takes the payload or an API Gateway event around it; the caller is not authenticated.
 */
export async function replayImport(
  recorded: Readonly<Record<string, unknown>>,
  rules: CompiledRules,
): Promise<Replay> {
  const world = { directory: noDirectory, ledger: createMemoryLedger() };
  const decide = createImportDecider({ rules: prepareRules(rules), world, now: Date.now });
  let decision: ImportDecision | undefined;
  const hook = createHook({
    hook: 'import',
    schema: importRequestSchema,
    authentication: { kind: 'header', header: HEADER, secrets: trustEverybody },
    decide: async (request, call) => {
      decision = await decide(request, call.signal);
      return { statusCode: 200, body: decision.answer, facts: {}, counts: {} };
    },
    outOfTime: () => ({ statusCode: 503, body: {}, facts: {}, counts: {} }),
    observe: () => undefined,
  });
  const answer = await hook(eventOf(recorded), {});
  if (decision && answer.statusCode === 200) return { kind: 'decided', decision };
  return { kind: 'refused', status: answer.statusCode ?? 500, body: answer.body ?? '' };
}

const trustEverybody = {
  warmUp: async () => undefined,
  verify: async () => ({ matches: true, degraded: false }),
};

function eventOf(recorded: Readonly<Record<string, unknown>>): unknown {
  if (!isApiGatewayEvent(recorded)) {
    return hookCallEvent({
      hook: 'import',
      payload: JSON.stringify(recorded),
      header: HEADER,
      secret: HEADER,
    });
  }
  return { ...recorded, headers: { ...recorded.headers, [HEADER]: HEADER } };
}

function isApiGatewayEvent(recorded: object): recorded is APIGatewayProxyEventV2 {
  return 'version' in recorded && recorded.version === '2.0' && 'requestContext' in recorded;
}
