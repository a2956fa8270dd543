/** `hash`: Okta takes the hash itself; `hook`: created for the password hook; `reset`: STAGED, invited at the end. */
export const WAYS = ['hash', 'hook', 'reset'] as const;
export type Way = (typeof WAYS)[number];
