import * as z from 'zod';
import { authenticationFailed } from '../api-error.ts';
import { readBody } from '../body.ts';
import { ok } from '../exchange.ts';
import { oktaId } from '../okta-id.ts';
import { signIn } from '../passwords/sign-in.ts';
import { type Handler, isoTime, isoTimeOrNull } from './handler.ts';

const request = z.object({ username: z.string().min(1), password: z.string().min(1) });
const SESSION_TOKEN_MS = 5 * 60 * 1_000;

/**
 * `POST /api/v1/authn`: signs somebody in with a password. Whoever may not, for whatever reason, gets the same answer.
 *
 * Source: Okta, "Authentication API", primary authentication with a public application.
 */
export const authenticate: Handler = async (world, { body, request: { ipAddress }, path }) => {
  const { username, password } = readBody(request, body, 'authn');
  const person = await signIn(world, { username, password, ipAddress, path });
  if (!person) throw authenticationFailed();
  const { login, firstName, lastName, locale = 'en_US' } = person.profile;
  const { passwordChanged } = world.accounts.of(person.id);
  return ok({
    expiresAt: isoTime(world.clock() + SESSION_TOKEN_MS),
    status: 'SUCCESS',
    sessionToken: oktaId('201'),
    _embedded: {
      user: {
        id: person.id,
        passwordChanged: isoTimeOrNull(passwordChanged),
        profile: { login, firstName, lastName, locale, timeZone: 'America/Los_Angeles' },
      },
    },
  });
};
