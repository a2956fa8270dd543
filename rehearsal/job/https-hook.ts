import { REHEARSAL_HEADER } from '../../lambda/pipeline/honour-rehearsal.ts';
import type { ServiceCaller } from '../service-call/service-caller.ts';
import type { HookReply, ImportHook, ReplyTrace } from './import-hook.ts';

/** Where the hook's service is. */
export interface HttpsHookOptions {
  readonly uri: string;
  /** The header that proves the caller, by name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly caller: ServiceCaller;
}

/** The id of a hook that no org has. */
const SOURCE = 'calRehearsal00000001';

/** Whom the service asks itself, and about whom it says `unknown` when they did not answer. */
const SILENT = ['directory', 'ledger'];

/** A service asked as Okta asks it, with the header by which it writes nothing down. */
export function httpsHook({ uri, headers, caller }: HttpsHookOptions): ImportHook {
  const all = {
    ...headers,
    [REHEARSAL_HEADER]: 'true',
    accept: 'application/json',
    'content-type': 'application/json',
  };
  return {
    ask: async (request, signal): Promise<HookReply> => {
      const body = JSON.stringify({
        source: SOURCE,
        eventTime: new Date().toISOString(),
        eventTypeVersion: '1.0',
        cloudEventVersion: '0.1',
        contentType: 'application/json',
        ...request,
      });
      const result = await caller.call({ uri, headers: all, body }, signal);
      const { milliseconds } = result;
      if (result.failure === undefined)
        return { kind: 'answered', body: result.body, trace: traceIn(result.body), milliseconds };
      const reason = result.failure === 'error status' ? `it answered ${result.status}` : result.failure;
      return { kind: 'no answer', reason, milliseconds };
    },
  };
}

/** What a service says of itself in `debugContext`; nothing from a service that says nothing. */
function traceIn(body: unknown): ReplyTrace {
  const { debugContext } = Object(body) as { readonly debugContext?: unknown };
  const says = (key: string): string[] => {
    const text = Reflect.get(Object(debugContext), key);
    return typeof text === 'string' && text !== '' ? text.split('; ') : [];
  };
  const chosen = says('login').filter((label) => label !== 'conflict left');
  return {
    rules: says('rules')
      .filter((rule) => rule !== 'none fired')
      .map((rule) => rule.replace(/ \(.*$/, '')),
    candidates: [
      ...says('candidates').map((line) => {
        const [label = '', outcome = ''] = line.split(': ');
        return { label, outcome };
      }),
      ...chosen.map((label) => ({ label, outcome: 'chosen' })),
    ],
    notes: [
      ...says('notes').filter((note) => note !== 'rehearsal'),
      ...SILENT.filter((asked) => says(asked).includes('unknown')).map(
        (asked) => `the ${asked} did not answer`,
      ),
    ],
  };
}
