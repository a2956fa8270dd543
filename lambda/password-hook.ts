import { passwordRequestSchema } from './contract/password-request.ts';
import { attemptOf, idsOf, outOfTime, resultOf } from './passwords/hook-result.ts';
import { createPasswordService } from './passwords/service.ts';
import { authenticationFor } from './pipeline/authentication.ts';
import { createHook } from './pipeline/hook.ts';
import { readEnvironment } from './platform/environment.ts';
import { createObserve } from './platform/observe.ts';

const { authentication, allowedSources, ...settings } = readEnvironment();
const callers = authenticationFor(authentication);
const decide = await createPasswordService(settings);

/** Okta's password import inline hook. */
export const handler = createHook({
  hook: 'password',
  schema: passwordRequestSchema,
  authentication: callers,
  ...(allowedSources && { allowedSources }),
  // every guess counts, and is seen
  canRehearse: false,
  identify: idsOf,
  decide: async (request, { signal }) => resultOf(await decide(attemptOf(request), signal)),
  outOfTime,
  observe: createObserve(),
});
