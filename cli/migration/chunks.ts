import { open } from 'node:fs/promises';

const CHUNK = 256 * 1024;

/** Reads a whole file piece by piece into one buffer: a chunk is good only until the next one is asked for. */
export async function* chunksOf(file: string): AsyncGenerator<Buffer> {
  const handle = await open(file);
  try {
    const buffer = Buffer.allocUnsafe(CHUNK);
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, CHUNK);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}
