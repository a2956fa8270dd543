import { invalid, invalidSearch } from '../api-error.ts';
import { type Filter, parseFilter } from '../filter.ts';
import { linkHeaders, readPageRequest, takePage } from '../paging.ts';
import type { LogEvent } from '../system-log.ts';
import type { Handler } from './handler.ts';

const PAGE = { otherwise: 100, most: 1_000 };
const DAY_MS = 24 * 60 * 60 * 1_000;

/**
 * `GET /api/v1/logs`: events between `since` (seven days ago) and `until`, that pass the `filter`. Without `until`
 * it is for polling, as Okta has it: there is always a next page, which is empty as long as nothing happens.
 */
export const listLogs: Handler = (world, call) => {
  const { query } = call;
  if (query.has('q')) throw invalidSearch();
  const isDescending = query.get('sortOrder') === 'DESCENDING';
  const until = readTime(query, 'until');
  const since = readTime(query, 'since') ?? (until ?? world.clock()) - 7 * DAY_MS;
  const filter = parseOr(query.get('filter'));
  const { limit, after } = readPageRequest(call, PAGE);
  const isWanted = (event: LogEvent) => {
    const at = Date.parse(event.published);
    return at >= since && (until === undefined || at < until) && filter(event);
  };
  const { page, hasMore } = takePage(wanted(world.log.events, { after, isDescending, isWanted }), limit);
  const [last = after] = page.at(-1) ?? [];
  const isPolling = until === undefined && !isDescending;
  return {
    status: 200,
    headers: { link: linkHeaders(call, limit, hasMore || isPolling ? (last ?? 0) : undefined) },
    body: page.map(([, event]) => event),
  };
};

/** Events with their cursors, which count from 1, so that 0 is where nothing has happened yet. */
function* wanted(
  events: readonly LogEvent[],
  {
    after,
    isDescending,
    isWanted,
  }: { after: number | undefined; isDescending: boolean; isWanted: (event: LogEvent) => boolean },
): Generator<readonly [number, LogEvent]> {
  const step = isDescending ? -1 : 1;
  const first = isDescending ? (after ?? events.length + 1) - 1 : (after ?? 0) + 1;
  for (let cursor = first; cursor >= 1 && cursor <= events.length; cursor += step) {
    const event = events[cursor - 1];
    if (event && isWanted(event)) yield [cursor, event];
  }
}

function parseOr(filter: string | null): Filter {
  return filter === null ? () => true : parseFilter(filter, () => true);
}

function readTime(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw invalid(name, `${name}: must be an ISO 8601 time`);
  return at;
}
