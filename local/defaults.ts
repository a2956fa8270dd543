/** Port of the local HTTPS server; the stand-ins take the ones above it. `PORT` overrides it. */
export const DEFAULT_PORT = 8443;

/** The value of every hook secret on a laptop, and in `events/api-gateway`. `HOOK_SECRET` overrides it. */
export const DEFAULT_SECRET = 'local-secret';

/** The header that carries the hook secret. `HOOK_AUTH_HEADER` overrides it. */
export const DEFAULT_AUTH_HEADER = 'authorization';
