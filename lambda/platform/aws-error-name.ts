/** The name of an error of the SDK, which says what failed; its message may quote keys, which are logins. */
export function awsErrorName(error: unknown): string {
  const name = error instanceof Object && 'name' in error ? error.name : undefined;
  return typeof name === 'string' && /^\w{1,60}$/.test(name) ? name : 'unknown';
}
