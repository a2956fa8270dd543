/** Resolves at the first Ctrl-C or SIGTERM; a second one ends the process at once, as without us. */
export function untilStopped(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = () => {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    resolve();
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  return promise;
}
