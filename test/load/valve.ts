import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** How a valve treats what comes. */
export type Setting = 'open' | 'silent' | 'refusing';

/** A TCP connection that can fail: between the service and one of the systems it asks. */
export interface Valve {
  readonly port: number;
  /** Connections under way are cut, so that the setting counts from now on. */
  set(setting: Setting): void;
  close(): Promise<void>;
}

/** Starts a valve in front of a port of this machine, open. */
export async function startValve(to: number): Promise<Valve> {
  let setting: Setting = 'open';
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    // a cut connection is what a valve is for
    socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
    return socket;
  };
  const server = createServer((incoming) => {
    keep(incoming);
    if (setting === 'refusing') incoming.destroy();
    if (setting !== 'open') return;
    const outgoing = keep(connect(to, '127.0.0.1'));
    incoming.pipe(outgoing).pipe(incoming);
    incoming.on('close', () => outgoing.destroy());
    outgoing.on('close', () => incoming.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    set: (next) => {
      setting = next;
      cut();
    },
    close: async () => {
      server.close();
      cut();
      await once(server, 'close');
    },
  };
}
