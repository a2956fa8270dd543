import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { CANARY } from '../../pipeline/canary-paths.ts';

type Hear = (bytes: Buffer) => void;

/** What a server does with a connection; it passes on what it could read. */
export type Act = (socket: Socket, hear: Hear) => void;

/** What a server says once it has heard enough; undefined: it listens on. */
export type Reply = (heard: Buffer) => Buffer | undefined;

/** How a protocol comes to TLS: settles when the client's next byte is one of TLS. */
export type Upgrade = (socket: Socket, hear: Hear) => Promise<void>;

export interface Certified {
  readonly cert: string;
  readonly key: string;
}

/** A server on loopback, and whether anything marked was said to it that it could read. */
export async function startHostile(act: Act) {
  const heard: Buffer[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    act(socket, (bytes) => heard.push(bytes));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('the server has no port');
  return {
    port: address.port,
    wasTold: () => Buffer.concat(heard).includes(CANARY),
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

/** The act behind TLS. */
export const overTls =
  (upgrade: Upgrade, { cert, key }: Certified, act: Act): Act =>
  (socket, hear) => {
    upgrade(socket, hear).then(
      () => {
        const secure = new TLSSocket(socket, { isServer: true, cert, key });
        secure.on('error', () => undefined);
        act(secure, hear);
      },
      () => socket.destroy(),
    );
  };

/** One act, then the other. */
export const inTurn =
  (first: Act, then: Act): Act =>
  (socket, hear) => {
    first(socket, hear);
    then(socket, hear);
  };

/** Says one reply after the other, and nothing any more after the last. */
export const converse =
  (...replies: readonly Reply[]): Act =>
  (socket, hear) => {
    const left = [...replies];
    let heard: Buffer = Buffer.alloc(0);
    socket.on('data', (bytes) => {
      hear(bytes);
      heard = Buffer.concat([heard, bytes]);
      const said = left[0]?.(heard);
      if (!said) return;
      left.shift();
      heard = Buffer.alloc(0);
      socket.write(said);
    });
  };

/** Exactly so many bytes; later ones stay for whoever reads next. */
export async function take(socket: Socket, bytes: number): Promise<Buffer> {
  for (;;) {
    const taken: Buffer | null = socket.read(bytes);
    if (taken) return taken;
    await once(socket, 'readable');
  }
}

/** Everything that was heard, as a message can hold it: what careless servers do. */
export const quote = (heard: Buffer) =>
  Buffer.from(`refused: ${heard.toString('latin1').replace(/[^ -~]+/g, ' ')}`);
