import { OktaError } from '../../../lambda/platform/okta/errors.ts';
import { type OktaPerson, personOf } from '../okta-people.ts';
import type { PacedOkta } from '../paced-okta.ts';

/** Okta's word for an id that it does not have; the 404 of a proxy has no code. */
const NOT_FOUND = 'E0000007';

/**
 * Somebody as Okta has them at this moment, whatever its lists say; undefined: they were deleted.
 *
 * @param id Okta's
 * @throws what {@link PacedOkta.ask} throws
 */
export async function personNow(id: string, okta: PacedOkta): Promise<OktaPerson | undefined> {
  try {
    const path = `/api/v1/users/${encodeURIComponent(id)}`;
    return personOf((await okta.ask('GET /api/v1/users/{id}', { path })).body);
  } catch (error) {
    if (error instanceof OktaError && error.errorCode === NOT_FOUND) return undefined;
    throw error;
  }
}
