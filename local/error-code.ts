/**
 * The `code` of an error (`ENOENT`, `EADDRINUSE`), or undefined. Works on errors of another realm, too: under
 * jest, errors of Node's core fail `instanceof Error`.
 */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
