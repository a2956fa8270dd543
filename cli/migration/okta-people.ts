import type { OktaClient } from '../../lambda/platform/okta-client.ts';
import type { Io } from '../command.ts';
import type { Pace } from './pace.ts';

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
  readonly people: ReadonlyMap<string, OktaPerson>;
  /** When the first page was asked for: what happened later may not be in it. */
  readonly askedAt: number;
}

/** How an org is asked. */
export interface OktaPeopleOptions {
  /** The cache, an absolute path or one from `io.cwd`. */
  readonly file: string;
  /** A complete cache that is younger is used without a request; 0 always asks afresh. */
  readonly maxAgeMs: number;
  readonly pace: Pace;
  readonly io: Pick<Io, 'cwd' | 'signal'>;
  /** Called for every person that Okta answers with. */
  readonly progress?: () => void;
  /** @default Date.now */
  readonly clock?: () => number;
}

/**
 * Everybody in the org, deactivated people too, from `GET /api/v1/users?limit=200`. Each page goes to the cache with the
 * cursor behind it, so that an interrupted crawl goes on where it was.
 *
 * @throws what {@link OktaClient.pages} throws
 */
export declare function readOktaPeople(client: OktaClient, options: OktaPeopleOptions): Promise<OktaPeople>;
