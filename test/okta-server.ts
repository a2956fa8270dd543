import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { certificate, trustCertificate } from './certificate.ts';

/** A request as it arrived. */
export interface Arrival {
  readonly method: string;
  /** Path and query, as sent. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** How the server treats a request; `body` is sent as JSON unless it is text already. */
export type Behaviour =
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string | string[]>>;
      readonly body?: unknown;
    }
  /** Accepts and says nothing. */
  | 'silence'
  /** Hangs up without an answer, or in the middle of one. */
  | 'hang up'
  | 'half an answer'
  /** Sends a little every few milliseconds, for ever. */
  | 'trickle';

type Behave = (arrival: Arrival) => Behaviour | Promise<Behaviour>;

/** A TLS server in Okta's place, which does what it is told. */
export interface OktaServer {
  readonly baseUrl: string;
  readonly arrivals: Arrival[];
  behave: Behave;
  close(): Promise<void>;
}

/** Starts a server that `fetch` in this process trusts. */
export async function startOktaServer(behave: Behave = () => ({ status: 404 })): Promise<OktaServer> {
  const { cert, key } = await certificate;
  const server = createServer({ cert, key }, (request, response) => {
    void serve(okta, request, response);
  });
  const distrust = await trustCertificate();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const okta: OktaServer = {
    baseUrl: `https://localhost:${port}`,
    arrivals: [],
    behave,
    close: async () => {
      await close(server);
      distrust();
    },
  };
  return okta;
}

async function serve(okta: OktaServer, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = '', url = '', headers } = request;
  const arrival = { method, url, headers, body: await text(request) };
  okta.arrivals.push(arrival);
  const behaviour = await okta.behave(arrival);
  if (behaviour === 'silence') return;
  if (behaviour === 'hang up') response.destroy();
  else if (behaviour === 'half an answer') {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('{"id":', () => response.destroy());
  } else if (behaviour === 'trickle') {
    response.writeHead(200);
    const timer = setInterval(() => response.write(' '), 5);
    response.on('close', () => clearInterval(timer));
  } else {
    const { status = 200, body } = behaviour;
    response.writeHead(status, { 'content-type': 'application/json', ...behaviour.headers });
    response.end(typeof body === 'string' || body === undefined ? body : JSON.stringify(body));
  }
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}
