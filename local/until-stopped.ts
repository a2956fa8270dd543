/**
 * Resolves at the first Ctrl-C or SIGTERM. Later ones change nothing: npm passes on the Ctrl-C that the terminal
 * has already sent to every process.
 */
export function untilStopped(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  process.on('SIGINT', () => resolve()).on('SIGTERM', () => resolve());
  return promise;
}
