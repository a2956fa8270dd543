import { OrgRefusal } from '../org/refusal.ts';
import {
  ApiError,
  invalid,
  noSuchMethod,
  noSuchPath,
  notFound,
  notInThisStatus,
  notJson,
  notWellFormed,
  serverFault,
} from './api-error.ts';
import type { ApiAnswer, ApiExchange, ApiRequest, Call } from './exchange.ts';
import { authorize, type Doors } from './oauth/authorize.ts';
import type { RateLimiter } from './rate-limiter.ts';
import { type FoundRoute, findRoute } from './router.ts';
import type { World } from './world.ts';

/** How requests are let in. */
export interface ApiOptions {
  readonly doors: Doors;
  readonly limiter: RateLimiter;
  /** Is told every exchange. */
  readonly onExchange?: (exchange: ApiExchange) => void;
  /** Is told what only a fault of the stand-in's own can be, which the caller sees as a 500. */
  readonly onFault?: (error: unknown) => void;
}

/** Answers requests as Okta's Management API does; never rejects. */
export function createApi(world: World, options: ApiOptions): (request: ApiRequest) => Promise<ApiAnswer> {
  return async (request) => {
    const [path, query = ''] = request.url.split(/\?(.*)/s);
    const found = findRoute(request.method, path ?? '');
    const answer = await answerTo(world, options, { request, path: path ?? '', query, found });
    options.onExchange?.({ request, answer, path: 'route' in found ? found.route.path : undefined });
    return answer;
  };
}

interface Arrival {
  readonly request: ApiRequest;
  readonly path: string;
  readonly query: string;
  readonly found: FoundRoute;
}

async function answerTo(world: World, options: ApiOptions, arrival: Arrival): Promise<ApiAnswer> {
  const { request, path, query, found } = arrival;
  let limits: Record<string, string> = {};
  try {
    if ('missing' in found) throw found.missing === 'path' ? noSuchPath() : noSuchMethod();
    const { route, parameters } = found;
    if (route.scope !== undefined) await authorize(request, route.scope, options.doors);
    limits = options.limiter.count(`${route.method} ${route.path}`);
    const call: Call = {
      request,
      origin: world.origin,
      path,
      query: new URLSearchParams(query),
      param: (name) => parameters.get(name) ?? '',
      body: readJson(request),
    };
    const answer = await route.handle(world, call);
    return { ...answer, headers: { ...limits, ...answer.headers } };
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) options.onFault?.(error);
    const answer = (refusal ?? serverFault()).toAnswer();
    return { ...answer, headers: { ...limits, ...answer.headers } };
  }
}

/** Forms are read by whoever expects one. */
function readJson({ headers, body }: ApiRequest): unknown {
  const type = headers['content-type'] ?? '';
  if (body === '' || /^application\/x-www-form-urlencoded\b/i.test(type)) return undefined;
  if (!/^application\/json\b/i.test(type)) throw notJson();
  try {
    return JSON.parse(body);
  } catch {
    throw notWellFormed();
  }
}

function refusalOf(error: unknown): ApiError | undefined {
  if (error instanceof ApiError) return error;
  if (!(error instanceof OrgRefusal)) return undefined;
  const { errorCode, causes } = error;
  if (errorCode === 'E0000007') return notFound('user', 'User');
  if (errorCode === 'E0000038') return notInThisStatus();
  if (errorCode === 'E0000016') return new ApiError(403, errorCode, error.message);
  const [first] = causes;
  return invalid(first?.attribute ?? 'user', ...causes.map(({ errorSummary }) => errorSummary));
}
