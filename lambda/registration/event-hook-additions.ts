/** What somebody has added to an event hook in Okta, and no deployment asks for. Values of headers may be secrets. */
export interface EventHookAdditions {
  readonly description: string | undefined;
  /** Okta delivers an event with a filter only where the expression (Okta Expression Language) is true. */
  readonly filters: readonly { readonly event: string; readonly expression: string }[];
  /** Sent with every delivery; `value` is undefined where Okta does not show it. */
  readonly headers: readonly { readonly key: string; readonly value: string | undefined }[];
}

/** What an update of the hook keeps of the additions, and what it cannot. */
export interface DividedAdditions {
  readonly kept: EventHookAdditions;
  /** Filters of events that are not subscribed to any more, headers without a value, and another header of our name. */
  readonly lost: EventHookAdditions;
}

/** Divides them for the hook that is wanted; everything is in exactly one of the two. */
export function divideAdditions(
  { description, filters, headers }: EventHookAdditions,
  wanted: { readonly header: string; readonly events: readonly string[] },
): DividedAdditions {
  const isOurs = (key: string) => key.toLowerCase() === wanted.header.toLowerCase();
  const filtersBy = Map.groupBy(filters, ({ event }) => wanted.events.includes(event));
  const headersBy = Map.groupBy(headers, ({ key, value }) => value !== undefined && !isOurs(key));
  const part = (isKept: boolean) => ({
    filters: filtersBy.get(isKept) ?? [],
    headers: headersBy.get(isKept) ?? [],
  });
  return { kept: { ...part(true), description }, lost: { ...part(false), description: undefined } };
}

/** Additions by name, for people: never a value, an expression or the description itself. */
export const namesOfAdditions = ({
  description,
  filters,
  headers,
}: EventHookAdditions): readonly string[] => [
  ...(description === undefined ? [] : ['the description']),
  ...filters.map(({ event }) => `the filter of ${event}`),
  ...headers.map(({ key }) => `the extra header ${key}`),
];

/**
 * The filter of a request; undefined: none. The versions of the conditions are Okta's own and stay out.
 *
 * Source: Okta, "Event hooks" API, example ReplaceAnEventHookWithFilter.
 */
export function filterOf({ filters }: EventHookAdditions) {
  if (filters.length === 0) return undefined;
  const eventFilterMap = filters.map(({ event, expression }) => ({ event, condition: { expression } }));
  return { type: 'EXPRESSION_LANGUAGE', eventFilterMap };
}
