import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'node:tls';
import { HOOK_PATHS } from '../../events/hook-call.ts';

/** Where the connections go. */
interface Server {
  readonly port: number;
  readonly ca: string;
  readonly secret: string;
}

const HEAD = ({ secret }: Server) =>
  `POST ${HOOK_PATHS.import} HTTP/1.1\r\nhost: localhost\r\nauthorization: ${secret}\r\ncontent-type: application/json\r\ncontent-length: 5000\r\n\r\n{"data":`;

const AT_ONCE = 20;

/** Keeps twenty connections that send a byte a second, and twenty that end in the middle of a body, until told. */
export async function misbehave(
  server: Server,
  signal: AbortSignal,
): Promise<{ slow: number; halved: number }> {
  const counts = { slow: 0, halved: 0 };
  const forever = async (kind: 'slow' | 'halved') => {
    while (!signal.aborted) {
      await (kind === 'slow' ? dribble : halve)(server, signal).catch(() => undefined);
      counts[kind] += 1;
      await sleep(200, undefined, { signal }).catch(() => undefined);
    }
  };
  const workers = Array.from({ length: AT_ONCE }, () => [forever('slow'), forever('halved')]);
  await Promise.all(workers.flat());
  return counts;
}

async function open({ port, ca }: Server) {
  const socket = connect({ port, host: 'localhost', ca });
  socket.on('error', () => socket.destroy());
  await once(socket, 'secureConnect');
  return socket;
}

async function dribble(server: Server, signal: AbortSignal): Promise<void> {
  const socket = await open(server);
  socket.write(HEAD(server));
  for (let second = 0; second < 30 && !socket.destroyed && !signal.aborted; second++) {
    socket.write(' ');
    await sleep(1_000, undefined, { signal }).catch(() => undefined);
  }
  socket.destroy();
}

async function halve(server: Server, signal: AbortSignal): Promise<void> {
  const socket = await open(server);
  socket.write(HEAD(server));
  await sleep(300, undefined, { signal }).catch(() => undefined);
  socket.destroy();
}
