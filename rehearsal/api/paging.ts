import { invalid } from './api-error.ts';
import type { ApiAnswer, Call } from './exchange.ts';

/** Items with their numbers, which grow and which nobody's deletion changes: they are the cursors. */
export type Numbered<Item> = Iterable<readonly [number: number, item: Item]>;

/** How a list is cut into pages. */
export interface PageSizes {
  /** Where the request has no `limit`. */
  readonly otherwise: number;
  readonly most: number;
}

/** How one page is asked for. */
export interface PageRequest {
  readonly limit: number;
  /** The number behind which the page begins; undefined: the first page. */
  readonly after: number | undefined;
}

/** Reads `limit` and `after`. */
export function readPageRequest({ query }: Pick<Call, 'query'>, { otherwise, most }: PageSizes): PageRequest {
  const limit = readNumber(query, 'limit') ?? otherwise;
  return { limit: Math.min(limit, most), after: readNumber(query, 'after') };
}

/** As much of the items as a page holds, and whether there is more. */
export function takePage<Item>(items: Numbered<Item>, limit: number) {
  const page: (readonly [number, Item])[] = [];
  for (const item of items) {
    if (page.length >= limit) return { page, hasMore: true };
    page.push(item);
  }
  return { page, hasMore: false };
}

/** A list's answer: one page, with `Link` headers for itself and for the next page, if there is one. */
export function pageAnswer<Item>(
  call: Call,
  sizes: PageSizes,
  itemsFrom: (number: number) => Numbered<Item>,
  toJson: (item: Item) => unknown,
): ApiAnswer {
  const { limit, after = -1 } = readPageRequest(call, sizes);
  const { page, hasMore } = takePage(itemsFrom(after + 1), limit);
  const [last] = page.at(-1) ?? [];
  return {
    status: 200,
    headers: { link: linkHeaders(call, limit, hasMore ? last : undefined) },
    body: page.map(([, item]) => toJson(item)),
  };
}

/** The `Link` headers of a page (RFC 8288); `next` is the cursor of the page after it. */
export function linkHeaders(
  { origin, path, query }: Call,
  limit: number,
  next: number | undefined,
): string[] {
  const link = (parameters: URLSearchParams, rel: string) =>
    `<${origin}${path}${parameters.size > 0 ? `?${parameters}` : ''}>; rel="${rel}"`;
  const links = [link(query, 'self')];
  if (next !== undefined) {
    const changed = new URLSearchParams(query);
    changed.set('after', String(next));
    changed.set('limit', String(limit));
    links.push(link(changed, 'next'));
  }
  return links;
}

function readNumber(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw invalid(name, `${name}: must be a whole number`);
}
