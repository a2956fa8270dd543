import { checkOfFields } from './per-hook.ts';

/** Whether Okta calls the hook at all. */
export const status = checkOfFields(
  'status',
  (field) => field === 'status',
  () => 'ACTIVE',
);
