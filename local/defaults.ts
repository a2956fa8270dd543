import path from 'node:path';

/** Port of the local HTTPS server; the stand-ins take the ones above it. `PORT` overrides it. */
export const DEFAULT_PORT = 8443;

/** The value of every hook secret on a laptop, and in `events/api-gateway`. `HOOK_SECRET` overrides it. */
export const DEFAULT_SECRET = 'local-secret';

/** The header that carries the hook secret. `HOOK_AUTH_HEADER` overrides it. */
export const DEFAULT_AUTH_HEADER = 'authorization';

const FOLDER = path.join(import.meta.dirname, '../.local');

/** Where everything is written that belongs to this machine, as an absolute path. `LOCAL_FOLDER` overrides it. */
export const localFolder = ({
  LOCAL_FOLDER = FOLDER,
}: Readonly<Record<string, string | undefined>>): string => path.resolve(LOCAL_FOLDER);
