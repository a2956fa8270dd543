import { oktaLoginKey } from '../../logins/okta-login-key.ts';
import type { FindCredential } from '../credentials/find.ts';
import { cannotDecide, NO_MATCH } from '../outcome.ts';
import type { CheckHash } from './check-hash.ts';
import type { PasswordSource } from './source.ts';

/**
 * Checks passwords against the hashes of the credential table. A disabled person's password is checked all the same
 * and never right; a person whose hash was deleted is unknown. Of somebody whose login only looks like that of the
 * record nothing can be said: it may be another account of Okta's.
 */
export function createTableSource({
  find,
  checkHash,
}: {
  readonly find: FindCredential;
  readonly checkHash: CheckHash;
}): PasswordSource {
  return async ({ username, password }, signal) => {
    const found = await find(username, signal).then(
      (record) => ({ record }),
      (error: unknown) => {
        signal.throwIfAborted();
        return cannotDecide(isTimeout(error) ? 'source slow' : 'source down');
      },
    );
    if ('kind' in found) return found;
    const answer = await checkHash(password, found.record?.stored, signal);
    if (!isLoginOf(username, found.record?.login)) return cannotDecide('source unclear');
    return found.record?.state === 'disabled' && answer.kind === 'match' ? NO_MATCH : answer;
  };
}

/** Whether what was typed is this login or its short name, as Okta compares them; a record need not have one. */
function isLoginOf(username: string, login: string | undefined): boolean {
  const typed = oktaLoginKey(username);
  return login === undefined || typed === login || (!typed.includes('@') && login.startsWith(`${typed}@`));
}

/** As the SDK calls it. */
function isTimeout(error: unknown): boolean {
  return error instanceof Object && 'name' in error && error.name === 'TimeoutError';
}
