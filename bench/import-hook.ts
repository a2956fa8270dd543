import { readFileSync } from 'node:fs';
import path from 'node:path';
import { hookCallEvent } from '../events/hook-call.ts';
import { type ImportRequest, importRequestSchema } from '../lambda/contract/import-request.ts';
import { idsOf, outOfTime, resultOf } from '../lambda/imports/hook-result.ts';
import { prepareRules } from '../lambda/imports/prepared-rules.ts';
import { createImportService } from '../lambda/imports/service.ts';
import { noDirectory } from '../lambda/logins/directory.ts';
import { createMemoryLedger } from '../lambda/logins/memory-ledger.ts';
import type { HookResult } from '../lambda/pipeline/call.ts';
import { createHook } from '../lambda/pipeline/hook.ts';
import { createObserve } from '../lambda/platform/observe.ts';
import { compileRulesFile } from '../rules/compile.ts';
import { cpuClock, measureInTurns, silently } from './rounds.ts';
import { compare, type Verdict } from './verdict.ts';

const ROOT = path.join(import.meta.dirname, '..');
const BUDGET = 1.5;
/** A round: so many different people, and no more, because what is kept for each costs the collector of garbage time. */
const CALLS = 1_000;

/**
 * The import hook, warm, from event to answer, beside the same chain around a decision written by hand, and beside
 * a handler written by hand without any chain. Every call is another person, as in an import.
 */
export async function benchImportHook(quick: boolean): Promise<readonly Verdict[]> {
  const { rules } = await compileRulesFile(path.join(ROOT, 'rules/import.yaml'));
  const options = { rules: prepareRules(rules), directory: noDirectory, now: Date.now };
  let service = createImportService({ ...options, ledger: createMemoryLedger() });
  const ours = hookAround(async (request, call) => resultOf(await service(request, call)));
  const byHand = hookAround(async (request) => decideByHand(request));
  const context = { getRemainingTimeInMillis: () => 5_000, awsRequestId: 'bench' };
  const next = events();
  const forget = () => {
    service = createImportService({ ...options, ledger: createMemoryLedger() });
  };
  const [hook, chain, bare] = await silently(() =>
    measureInTurns(
      [
        { name: 'import hook', prepare: forget, work: () => ours(next(), context) },
        { name: 'same chain, decision by hand', work: () => byHand(next(), context) },
        { name: 'handler by hand, no chain', work: async () => handleByHand(next()) },
      ],
      { rounds: quick ? 40 : 100, calls: CALLS, warmUp: 30, clock: cpuClock },
    ),
  );
  if (!hook || !chain || !bare) throw new Error('nothing was measured');
  return [
    compare('import hook, warm, against the same chain by hand', 'µs', hook, chain, BUDGET),
    compare('import hook, warm, against a bare handler', 'µs', hook, bare),
  ];
}

function hookAround(
  decide: (request: ImportRequest, call: { signal: AbortSignal; rehearsal: boolean }) => Promise<HookResult>,
) {
  return createHook({
    hook: 'import',
    schema: importRequestSchema,
    authentication: {
      kind: 'header',
      header: 'authorization',
      secrets: {
        verify: async (value) => ({ matches: value === 'bench', degraded: false }),
        warmUp: async () => {},
      },
    },
    identify: idsOf,
    decide,
    outOfTime: () => outOfTime('error'),
    observe: createObserve(),
  });
}

type HookEvent = ReturnType<typeof hookCallEvent>;

/** One person each, made before any clock runs; then the first one again, when the ledger has forgotten them. */
function events(): () => HookEvent {
  const payload = readFileSync(path.join(ROOT, 'events/import/login-conflict.json'), 'utf8');
  const event = hookCallEvent({ hook: 'import', payload, header: 'authorization', secret: 'bench' });
  const people = Array.from({ length: CALLS }, (_, person): HookEvent => {
    const unique = JSON.parse(payload);
    unique.data.appUser.profile.externalId = `person-${person}`;
    unique.data.user.profile.login = `first${person}.last@example.com`;
    return { ...event, body: JSON.stringify(unique) };
  });
  let calls = 0;
  return () => people[calls++ % CALLS] ?? event;
}

function decideByHand({ data }: ImportRequest): HookResult {
  const value = {
    login: infixByHand(String(data.user.profile['login']), String(data.appUser.profile['middleName'])),
  };
  const body = { commands: [{ type: 'com.okta.user.profile.update', value }] };
  return { statusCode: 200, body, facts: { outcome: 'changed' }, counts: {} };
}

function infixByHand(login: string, middleName: string): string {
  const [local = '', domain = ''] = login.split('@');
  const parts = local.split('.');
  parts.splice(-1, 0, middleName.toLowerCase());
  return `${parts.join('.')}@${domain}`;
}

function handleByHand(event: HookEvent) {
  if (event.headers['authorization'] !== 'bench') return { statusCode: 401 };
  const { statusCode, body } = decideByHand(JSON.parse(event.body ?? ''));
  process.stdout.write(`${JSON.stringify({ level: 'INFO', outcome: 'changed' })}\n`);
  return { statusCode, body: JSON.stringify(body) };
}
