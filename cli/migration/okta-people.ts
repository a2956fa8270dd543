import { OktaAnswerInvalid, OktaError } from '../../lambda/platform/okta/errors.ts';
import type { OktaClient } from '../../lambda/platform/okta-client.ts';
import type { Io } from '../command.ts';
import type { Pace } from './pace.ts';
import { openPeopleCache, type PeopleCache } from './people-cache.ts';

/** A user of Okta, as far as a migration asks about them. Times are milliseconds since the epoch. */
export interface OktaPerson {
  readonly id: string;
  readonly login: string;
  readonly email?: string;
  /** Okta's own word, such as `ACTIVE`, `STAGED`, `RECOVERY`, `SUSPENDED`, `DEPROVISIONED`. */
  readonly status: string;
  /** `credentials.provider.type`: `IMPORT` until Okta has the password itself. Empty when Okta says none. */
  readonly provider: string;
  readonly created: number;
  readonly statusChanged?: number;
  readonly lastLogin?: number;
}

/** Everybody in an org. */
export interface OktaPeople {
  /** By Okta's id. */
  readonly people: ReadonlyMap<string, OktaPerson>;
  /** When the first page was asked for: what happened later may not be in it. */
  readonly askedAt: number;
}

/** How an org is asked. */
export interface OktaPeopleOptions {
  /** Address of the org: people of another one in the cache are not used. */
  readonly org: string;
  /** The cache; relative paths start at `io.cwd`. */
  readonly file: string;
  /** A crawl that began less than this ago is used, or gone on with where it was stopped; 0 always asks afresh. */
  readonly maxAgeMs: number;
  readonly pace: Pace;
  readonly io: Pick<Io, 'cwd' | 'signal' | 'clock'>;
  /** Is told how many people are known by now, after each page. */
  readonly progress?: (known: number) => void;
}

/** The most people Okta puts on one page. */
const PAGE = 200;
/** How long one page may be held up, in milliseconds; Okta's limits reset every minute. */
const PATIENCE = 3 * 60 * 1000;

const LISTS = [
  `/api/v1/users?limit=${PAGE}`,
  // plain lists omit them
  `/api/v1/users?limit=${PAGE}&filter=${encodeURIComponent('status eq "DEPROVISIONED"')}`,
];

/**
 * Everybody in the org, deactivated people too. Each page goes to the cache with the cursor behind it, so that an
 * interrupted crawl goes on where it was; a cache that is damaged in any way, or another org's, is not believed.
 *
 * @throws what {@link OktaClient.pages} throws
 * @throws CommandError when the cache cannot be written
 */
export async function readOktaPeople(client: OktaClient, options: OktaPeopleOptions): Promise<OktaPeople> {
  const { maxAgeMs, io } = options;
  const cache = await openPeopleCache({
    ...options,
    notBefore: io.clock.now() - maxAgeMs,
    now: io.clock.now(),
  });
  try {
    await crawl(client, cache, options);
    return { people: cache.people, askedAt: cache.askedAt };
  } finally {
    await cache.close();
  }
}

async function crawl(client: OktaClient, cache: PeopleCache, options: OktaPeopleOptions): Promise<void> {
  const isResumed = cache.position.list > 0 || cache.position.next !== undefined;
  try {
    for (let list = cache.position.list; list < LISTS.length; list = cache.position.list)
      await crawlList(client, cache, { ...options, path: cache.position.next ?? LISTS[list] ?? '', list });
  } catch (error) {
    // Okta forgets cursors
    const isForgotten = error instanceof OktaError && error.status >= 400 && error.status < 420;
    if (!isResumed || !isForgotten || error.status === 401 || error.status === 403) throw error;
    await cache.startOver(options.io.clock.now());
    await crawl(client, cache, options);
  }
}

async function crawlList(
  client: OktaClient,
  cache: PeopleCache,
  { path, list, pace, io, progress }: OktaPeopleOptions & { readonly path: string; readonly list: number },
): Promise<void> {
  const pages = client.pages(path, { signal: io.signal, patienceMs: PATIENCE });
  for (;;) {
    await pace.take(io.signal);
    const { value: page } = await pages.next().catch((error: unknown) => {
      if (error instanceof OktaError) pace.note(error.rateLimit);
      else pace.lost();
      throw error;
    });
    if (!page) return;
    pace.note(page.rateLimit);
    const position = page.next === undefined ? { list: list + 1 } : { list, next: page.next };
    await cache.append(page.items.map(personOf), position);
    progress?.(cache.people.size);
    if (page.next === undefined) return;
  }
}

/** A user as Okta gives them. @throws OktaAnswerInvalid when it is none */
export function personOf(item: unknown): OktaPerson {
  const { id, status, profile, credentials, created, statusChanged, lastLogin } = fieldsOf(item);
  const { login, email } = fieldsOf(profile);
  const { type: provider } = fieldsOf(fieldsOf(credentials)['provider']);
  if (typeof id !== 'string' || typeof login !== 'string' || typeof status !== 'string')
    throw new OktaAnswerInvalid('not a user');
  const [changedAt, loginAt] = [timeOf(statusChanged), timeOf(lastLogin)];
  return {
    id,
    login,
    ...(typeof email === 'string' && { email }),
    status,
    provider: typeof provider === 'string' ? provider : '',
    created: timeOf(created) ?? 0,
    ...(changedAt !== undefined && { statusChanged: changedAt }),
    ...(loginAt !== undefined && { lastLogin: loginAt }),
  };
}

const fieldsOf = (value: unknown) => Object(value) as Readonly<Record<string, unknown>>;

function timeOf(value: unknown): number | undefined {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}
