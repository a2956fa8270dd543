import type { OktaCallOptions, OktaClient } from '../../lambda/platform/okta-client.ts';
import type { LogReading } from './evidence.ts';

/** One event of Okta's System Log, as far as the doctor looks at it: no names, logins or addresses. */
export interface LogRecord {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly eventType: string;
  readonly isFailure: boolean;
  readonly reason: string | undefined;
  readonly targetIds: readonly string[];
  /** The id that one of our answers linked a person to. */
  readonly linkedTo: string | undefined;
}

/** The events that the checks know. Source: Okta, "Event types". */
export const EVENT = {
  importStarted: 'system.import.start',
  importCompleted: 'system.import.complete',
  userCreated: 'system.import.user.create',
  userMatched: 'system.import.user.match',
  hookExecuted: 'inline_hook.executed',
  hookAnswered: 'inline_hook.response.processed',
} as const;

const PAGE = 1_000;
const DEFAULT_PAGES = 20;

/**
 * Reads what happened since then, the newest first, so that what does not fit into `pages` is the oldest; `since` of
 * the result says from when on it is complete. Throws what the client throws.
 */
export async function readLog(
  client: OktaClient,
  {
    since,
    now,
    pages = DEFAULT_PAGES,
  }: { readonly since: number; readonly now: number; readonly pages?: number },
  options: OktaCallOptions,
): Promise<LogReading> {
  const query = new URLSearchParams({
    since: new Date(since).toISOString(),
    until: new Date(now).toISOString(),
    filter: Object.values(EVENT)
      .map((type) => `eventType eq "${type}"`)
      .join(' or '),
    sortOrder: 'DESCENDING',
    limit: String(PAGE),
  });
  const records: LogRecord[] = [];
  let left = pages;
  for await (const { items, next } of client.pages(`/api/v1/logs?${query}`, options)) {
    records.push(...items.flatMap(recordOf));
    left -= 1;
    if (left === 0 && next !== undefined)
      return { since: records.at(-1)?.at ?? now, records: records.reverse() };
  }
  return { since, records: records.reverse() };
}

function recordOf(item: unknown): LogRecord[] {
  const { published, eventType, outcome, target, debugContext } = Object(item);
  const at = Date.parse(textOf(published) ?? '');
  if (typeof eventType !== 'string' || Number.isNaN(at)) return [];
  const { result, reason } = Object(outcome);
  const targets: readonly unknown[] = Array.isArray(target) ? target : [];
  return [
    {
      at,
      eventType,
      isFailure: result === 'FAILURE',
      reason: textOf(reason),
      targetIds: targets.flatMap((one) => textOf(Object(one).id) ?? []),
      linkedTo: textOf(Object(Object(debugContext).debugData).link),
    },
  ];
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
