import { ROUTES, type Route } from './routes.ts';

/** Where a request goes, or what there is not. */
export type FoundRoute =
  | { readonly route: Route; readonly parameters: ReadonlyMap<string, string> }
  | { readonly missing: 'path' | 'method' };

const MATCHERS = ROUTES.map((route) => ({ route, parts: route.path.split('/') }));

/** The route of a method and a path as sent; parameters are decoded. */
export function findRoute(method: string, path: string): FoundRoute {
  const parts = path.split('/');
  const fitting = MATCHERS.flatMap(({ route, parts: wanted }) => {
    const parameters = match(wanted, parts);
    return parameters ? [{ route, parameters }] : [];
  });
  const found = fitting.find(({ route }) => route.method === method);
  return found ?? { missing: fitting.length > 0 ? 'method' : 'path' };
}

function match(wanted: readonly string[], parts: readonly string[]): Map<string, string> | undefined {
  if (wanted.length !== parts.length) return undefined;
  const parameters = new Map<string, string>();
  for (const [index, part] of wanted.entries()) {
    const given = parts[index] ?? '';
    if (!part.startsWith('{')) {
      if (part !== given) return undefined;
      continue;
    }
    const value = decode(given);
    if (!value) return undefined;
    parameters.set(part.slice(1, -1), value);
  }
  return parameters;
}

function decode(text: string): string | undefined {
  try {
    const value = decodeURIComponent(text);
    // an encoded slash reaches no login, as at Okta
    return value.includes('/') ? undefined : value;
  } catch {
    return undefined;
  }
}
