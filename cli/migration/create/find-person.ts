import * as z from 'zod/mini';
import { foldLogin } from '../../../lambda/logins/fold.ts';
import { OktaAnswerInvalid, OktaError } from '../../../lambda/platform/okta/errors.ts';
import type { PacedOkta } from '../paced-okta.ts';
import { ENDPOINTS, queryValue } from './requests.ts';

/** Somebody in Okta. */
export interface FoundPerson {
  readonly id: string;
  readonly login: string;
  /** Milliseconds since the epoch, by Okta's clock. */
  readonly created: number;
}

const user = z.object({ id: z.string(), created: z.string(), profile: z.object({ login: z.string() }) });

/** `begun` is never later than the call by Okta's clock: this is for servers of Okta's that do not quite agree. */
const TOLERANCE_MS = 2_000;

/**
 * Whoever has a login now, deactivated people included; undefined: nobody. It is what Okta decides by, without the
 * delay of a search; a short name that leads to somebody else is nobody.
 *
 * @throws what {@link PacedOkta.ask} throws
 */
export async function findPerson(okta: PacedOkta, login: string): Promise<FoundPerson | undefined> {
  for (const json of await askFor(okta, login)) {
    const found = foundPerson(json);
    if (!found) throw new OktaAnswerInvalid('not a user');
    if (foldLogin(found.login) === foldLogin(login)) return found;
  }
  return undefined;
}

/** A user as Okta gives them; undefined: it is none. */
export function foundPerson(json: unknown): FoundPerson | undefined {
  const { data } = z.safeParse(user, json);
  const created = Date.parse(data?.created ?? '');
  return data && !Number.isNaN(created) ? { id: data.id, login: data.profile.login, created } : undefined;
}

/**
 * Whether somebody in Okta is the person whose create call was begun then: nobody had that login before.
 *
 * @param begunAt milliseconds since the epoch by Okta's clock
 */
export const isOurs = ({ created }: FoundPerson, begunAt: number): boolean =>
  created >= begunAt - TOLERANCE_MS;

async function askFor(okta: PacedOkta, login: string): Promise<readonly unknown[]> {
  // a login with a slash cannot be fetched by its path
  if (login.includes('/')) {
    const filter = queryValue(`profile.login eq ${JSON.stringify(login)}`);
    const { body } = await okta.ask(ENDPOINTS.list, { path: `/api/v1/users?filter=${filter}` });
    if (!Array.isArray(body)) throw new OktaAnswerInvalid('not a list');
    return body;
  }
  try {
    const path = `/api/v1/users/${encodeURIComponent(login)}`;
    return [(await okta.ask(ENDPOINTS.find, { path })).body];
  } catch (error) {
    // the 404 of a proxy has no code
    if (error instanceof OktaError && error.errorCode === 'E0000007') return [];
    throw error;
  }
}
