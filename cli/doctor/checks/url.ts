import { checkOfFields } from './per-hook.ts';

/** Whether Okta calls this deployment, and no other. */
export const url = checkOfFields(
  'URL',
  (field) => field === 'URL',
  ({ uri }) => uri,
);
