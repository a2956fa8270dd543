import type { Memory } from './lambda-process.ts';

/** Loaded into the function's process before the runtime client: answers every message with its memory. */
process.on('message', () => {
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  const memory: Memory = { heapUsed, external, rss };
  process.send?.(memory);
});
// Waiting for a message keeps no process alive, as nothing in Lambda would.
process.channel?.unref();
