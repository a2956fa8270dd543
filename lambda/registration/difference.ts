import type { LiveHook } from './live-hook.ts';
import type { WantedHook } from './wanted-hook.ts';

/** One thing that is not in Okta as it is wanted. Neither side is ever a secret. */
export interface Difference {
  /** In words for people: `URL`, `status`, `header`, `authentication`, `OAuth scope`… */
  readonly field: string;
  readonly wanted: string;
  /** What Okta has; undefined: nothing. */
  readonly live: string | undefined;
}

/**
 * What an update would change. The secret is never compared, as Okta gives it to nobody: the canary proves it.
 * Names of headers are equal whatever their case (RFC 9110 section 5.1).
 */
export function differences(wanted: WantedHook, live: LiveHook): readonly Difference[] {
  const status = { field: 'status', wanted: 'ACTIVE', live: live.status };
  return [
    { field: 'URL', wanted: wanted.uri, live: live.uri },
    ...authDifferences(wanted, live),
    status,
  ].filter((one) => one.wanted !== one.live);
}

function authDifferences({ auth }: WantedHook, { auth: live }: LiveHook): Difference[] {
  if (auth.kind !== live.kind) return [{ field: 'authentication', wanted: auth.kind, live: live.kind }];
  if (auth.kind === 'header') {
    const isSame = auth.header.toLowerCase() === live.header?.toLowerCase();
    return isSame ? [] : [{ field: 'header', wanted: auth.header, live: live.header }];
  }
  const { clientId, tokenUrl, scope, authType, hookKeyId } = auth;
  return [
    { field: 'OAuth method', wanted: authType, live: live.authType },
    { field: 'OAuth client', wanted: clientId, live: live.clientId },
    { field: 'OAuth token URL', wanted: tokenUrl, live: live.tokenUrl },
    { field: 'OAuth scope', wanted: scope, live: live.scope },
    ...(hookKeyId === undefined
      ? []
      : [{ field: 'OAuth hook key', wanted: hookKeyId, live: live.hookKeyId }]),
  ];
}
