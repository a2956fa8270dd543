import { createServer, request as requestTo } from 'node:http';
import { listen } from '../../local/listen.ts';

/** A gate in front of a stand-in: counts the requests and can keep them without an answer. */
export interface Gate {
  readonly port: number;
  /** How many requests have come. */
  readonly requests: () => number;
  close(): Promise<void>;
}

/** Starts a gate in front of the port on this machine; a `silent` one accepts every request and never answers. */
export async function startGate(to: number, { silent = false } = {}): Promise<Gate> {
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    if (silent) return;
    const { method = 'GET', url = '/', headers } = request;
    const forwarded = requestTo({ host: '127.0.0.1', port: to, method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    request.pipe(forwarded);
  });
  const { port, close } = await listen(server, { port: 0 });
  return {
    port,
    requests: () => requests,
    close: () => {
      server.closeAllConnections();
      return close();
    },
  };
}
