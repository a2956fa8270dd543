import { oktaLoginKey } from '../../lambda/logins/okta-login-key.ts';
import type { LeaveOut, LeftOut } from '../credentials/load.ts';
import type { Plan } from './plan-file.ts';
import type { Way } from './ways.ts';

const BECAUSE: Readonly<Record<Exclude<Way, 'hook'>, LeftOut>> = {
  hash: 'left to Okta',
  reset: 'left to a link',
};

/**
 * Knows whose hashes a plan leaves to the password hook: those of people of way `hook`, by their login as Okta compares
 * logins. So the plan need not be of the very export that is loaded.
 *
 * @throws CommandError for a damaged plan, the reason of the signal
 */
export async function leftOutBy(plan: Plan, signal: AbortSignal): Promise<LeaveOut> {
  const known = new Map<string, LeftOut | undefined>();
  for await (const line of plan.lines()) {
    signal.throwIfAborted();
    if (!('refused' in line))
      known.set(
        oktaLoginKey(String(line.profile['login'])),
        line.way === 'hook' ? undefined : BECAUSE[line.way],
      );
    else if (line.login !== undefined) known.set(oktaLoginKey(line.login), 'refused by the plan');
  }
  return (login) => {
    const key = oktaLoginKey(login);
    return known.has(key) ? known.get(key) : 'not in the plan';
  };
}
