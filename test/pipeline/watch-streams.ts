/** Keeps everything that is written to standard output and standard error from showing, and remembers it. */
export function watchStreams(): { readonly text: () => string; readonly stop: () => void } {
  const chunks: string[] = [];
  const streams = [process.stdout, process.stderr] as const;
  const writes = streams.map((stream) => stream.write);
  const remember: typeof process.stdout.write = (chunk: Uint8Array | string, ...rest: unknown[]) => {
    chunks.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString());
    const done = rest.findLast((argument) => typeof argument === 'function');
    done?.();
    return true;
  };
  for (const stream of streams) stream.write = remember;
  return {
    text: () => chunks.join(''),
    stop: () => {
      streams.forEach((stream, index) => {
        const write = writes[index];
        if (write) stream.write = write;
      });
    },
  };
}
