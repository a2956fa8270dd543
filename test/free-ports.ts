import { createServer } from 'node:http';
import { errorCode } from '../local/error-code.ts';
import { listen, type RunningServer } from '../local/listen.ts';

/** Below these are other programs' own, from here on the system gives ports to whoever asks for any. */
const [FIRST, END] = [10_000, 32_000];

/** The first of `count` ports in a row on which nobody listens; another run of the tests gets others. */
export async function freePorts(count: number): Promise<number> {
  for (;;) {
    const first = FIRST + Math.floor(Math.random() * (END - count - FIRST));
    if (await areFree(Array.from({ length: count }, (_, index) => first + index))) return first;
  }
}

async function areFree(ports: readonly number[]): Promise<boolean> {
  const taken: RunningServer[] = [];
  try {
    for (const port of ports) taken.push(await listen(createServer(), { port }));
    return true;
  } catch (error) {
    if (errorCode(error) === 'EADDRINUSE') return false;
    throw error;
  } finally {
    for (const { close } of taken) await close();
  }
}
