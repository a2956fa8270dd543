import { OktaError } from '../platform/okta/errors.ts';
import type { OktaClient } from '../platform/okta-client.ts';
import { withTimeLimit } from '../platform/time-limit.ts';
import type { Holder, LoginDirectory } from './directory.ts';
import { createRest, type Rest } from './rest.ts';
import { createLoginValidity } from './validity.ts';

/** What the directory needs; only the client has no default. */
export interface OktaDirectoryOptions {
  readonly client: Pick<OktaClient, 'request'>;
  /** Milliseconds for one login, waiting for a rate limit included. @default 700 */
  readonly timeoutMs?: number;
  /** Milliseconds for all the logins of one lookup. @default 1,000 */
  readonly lookupMs?: number;
  /** Milliseconds since the epoch. @default Date.now */
  readonly clock?: () => number;
}

const TIMEOUT_MS = 700;
const LOOKUP_MS = 1_000;
const REST_MS = 5_000;
const AT_ONCE = 5;
const MAX_BYTES = 1024 * 1024;
/** Okta's code for "not found"; the 404 of a proxy has none. */
const NOT_FOUND = 'E0000007';

const UNKNOWN: Holder = { state: 'unknown' };

/** No org has a login that fails this, and some of them would ask Okta something else: `me`, `..`, `a/b`. */
const isPossible = createLoginValidity('any');

/**
 * Okta's people, asked one login at a time with `GET /api/v1/users/{login}`, five at once: consistent, and
 * deactivated people are found too. Whatever is not clearly Okta's yes or no is `unknown`. When Okta does not
 * answer as such, nobody is asked for five seconds, so that fifty logins do not wait one after the other.
 */
export function createOktaDirectory(options: OktaDirectoryOptions): LoginDirectory {
  return new OktaDirectory(options);
}

class OktaDirectory implements LoginDirectory {
  readonly kind = 'okta';
  readonly #client: Pick<OktaClient, 'request'>;
  readonly #timeoutMs: number;
  readonly #lookupMs: number;
  readonly #rest: Rest;

  constructor({ client, timeoutMs, lookupMs, clock = Date.now }: OktaDirectoryOptions) {
    this.#client = client;
    this.#timeoutMs = timeoutMs ?? TIMEOUT_MS;
    this.#lookupMs = lookupMs ?? LOOKUP_MS;
    this.#rest = createRest(REST_MS, clock);
  }

  async lookup(logins: readonly string[], signal: AbortSignal): Promise<readonly Holder[]> {
    const holders = logins.map(() => UNKNOWN);
    try {
      await withTimeLimit(this.#lookupMs, signal, (limited) => this.#fill(holders, logins, limited));
    } catch {
      // Out of time: what has not been answered by now stays unknown.
    }
    return [...holders];
  }

  async #fill(holders: Holder[], logins: readonly string[], signal: AbortSignal): Promise<void> {
    const queue = logins.entries();
    const askOn = async (most = Infinity) => {
      for (let asked = 0; asked < most && !signal.aborted; asked++) {
        const { value } = queue.next();
        if (!value) return;
        const [index, login] = value;
        holders[index] = await this.#holderOf(login, signal);
      }
    };
    if (this.#rest.isInDoubt) await askOn(1);
    await Promise.all(Array.from({ length: AT_ONCE }, () => askOn()));
  }

  async #holderOf(login: string, signal: AbortSignal): Promise<Holder> {
    if (!isPossible(login) || !this.#rest.mayAsk()) return UNKNOWN;
    try {
      const body = await withTimeLimit(this.#timeoutMs, signal, (limited) => this.#ask(login, limited));
      this.#rest.end();
      const { id } = Object(body) as { readonly id?: unknown };
      return typeof id === 'string' && id !== '' ? { state: 'taken', id } : UNKNOWN;
    } catch (error) {
      if (signal.aborted) return UNKNOWN;
      if (!isAboutOneLogin(error)) {
        this.#rest.begin();
        return UNKNOWN;
      }
      this.#rest.end();
      return error.status === 404 && error.errorCode === NOT_FOUND ? { state: 'free' } : UNKNOWN;
    }
  }

  async #ask(login: string, signal: AbortSignal): Promise<unknown> {
    const { body } = await this.#client.request({
      path: `/api/v1/users/${encodeURIComponent(login)}`,
      signal,
      patienceMs: this.#timeoutMs,
      maxBytes: MAX_BYTES,
    });
    return body;
  }
}

/** Okta has answered, and what it says no to is neither our credentials nor anything at all at the moment. */
function isAboutOneLogin(error: unknown): error is OktaError {
  if (!(error instanceof OktaError) || !/^E\d{7}$/.test(error.errorCode ?? '')) return false;
  return error.status < 500 && error.status !== 401 && error.status !== 429;
}
