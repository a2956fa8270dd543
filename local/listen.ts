import type { Server as HttpServer } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** Only this machine can reach it. */
export const LOOPBACK = '127.0.0.1';

/** How long a caller may hold up the end. */
const CLOSING_MS = 5_000;

/** A server that accepts connections. */
export interface RunningServer {
  readonly port: number;
  /** Stops accepting, waits at most 5 s for answers under way, and closes all connections. */
  close(): Promise<void>;
}

/** Listens on a port (0: any free one). Rejects with `EADDRINUSE` when it is taken. */
export async function listen(
  server: HttpServer | HttpsServer,
  { port, host = LOOPBACK }: { readonly port: number; readonly host?: string | undefined },
): Promise<RunningServer> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () => close(server),
  };
}

async function close(server: HttpServer | HttpsServer): Promise<void> {
  const closed = Promise.withResolvers<void>();
  server.close(() => closed.resolve());
  const timer = setTimeout(() => server.closeAllConnections(), CLOSING_MS);
  await closed.promise;
  clearTimeout(timer);
}
