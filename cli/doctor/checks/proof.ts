import { checkOfFields } from './per-hook.ts';

/** Whether Okta proves who it is in the way the service asks for: a header with a secret, or an OAuth token. */
export const proof = checkOfFields(
  'header',
  (field) => field !== 'URL' && field !== 'status',
  ({ auth }) => (auth.kind === 'header' ? `the secret is sent in ${auth.header}` : 'an OAuth token is sent'),
);
