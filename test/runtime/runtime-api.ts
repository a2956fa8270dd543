import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json, text } from 'node:stream/consumers';
import { listen } from '../../local/listen.ts';

/** How an invocation ended: what the function returned, or the error it ended with, as Lambda sees them. */
export type Outcome = { readonly response: unknown } | { readonly error: unknown };

/** What the runtime client reports when the function cannot start. */
export interface InitError {
  readonly errorType: string;
  readonly errorMessage: string;
}

/** The side of Lambda that a function's runtime client talks to. */
export interface RuntimeApi {
  /** For `AWS_LAMBDA_RUNTIME_API`: host and port. */
  readonly address: string;
  /** How often the client has asked for an event. */
  readonly polls: () => number;
  /** Hands one event to the function, with so many milliseconds to run, and waits for its end. */
  invoke(event: unknown, milliseconds?: number): Promise<Outcome>;
  /** Settles when the client asks for the first event: the function has started. */
  readonly ready: Promise<void>;
  /** Settles when the client reports that the function cannot start. */
  readonly initError: Promise<InitError>;
  close(): Promise<void>;
}

const ROOT = '/2018-06-01/runtime';
const FUNCTION_ARN = 'arn:aws:lambda:us-east-1:000000000000:function:proof';
/** The function's own timeout in the stack. */
const FUNCTION_TIMEOUT_MS = 5_000;

interface Invocation {
  readonly id: string;
  readonly event: unknown;
  readonly milliseconds: number;
  readonly end: (outcome: Outcome) => void;
}

/**
 * Starts a stand-in for the Lambda Runtime API on a free port of the loopback interface.
 *
 * Source: AWS Lambda developer guide, "Using the Lambda runtime API for custom runtimes".
 */
export async function startRuntimeApi(): Promise<RuntimeApi> {
  const waiting: Invocation[] = [];
  const running = new Map<string, Invocation>();
  const ready = Promise.withResolvers<void>();
  const initError = Promise.withResolvers<InitError>();
  let polls = 0;
  let poll: ServerResponse | undefined;

  function handOver(): void {
    const next = poll && waiting.shift();
    if (!poll || !next) return;
    running.set(next.id, next);
    poll.writeHead(200, headersOf(next)).end(JSON.stringify(next.event));
    poll = undefined;
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    if (path === `${ROOT}/invocation/next`) {
      polls += 1;
      poll = response;
      ready.resolve();
      handOver();
      return;
    }
    if (path === `${ROOT}/init/error`) initError.resolve((await json(request)) as InitError);
    else {
      const [, id = '', kind] = /\/invocation\/([^/]+)\/(response|error)$/.exec(path) ?? [];
      const body: unknown = JSON.parse(await text(request));
      running.get(id)?.end(kind === 'response' ? { response: body } : { error: body });
      running.delete(id);
    }
    response.writeHead(202).end('{}');
  }

  const server = createServer((request, response) => void answer(request, response));
  const { port, close } = await listen(server, { port: 0 });
  return {
    address: `127.0.0.1:${port}`,
    polls: () => polls,
    ready: ready.promise,
    initError: initError.promise,
    invoke: (event, milliseconds = FUNCTION_TIMEOUT_MS) =>
      new Promise((end) => {
        waiting.push({ id: randomUUID(), event, milliseconds, end });
        handOver();
      }),
    close: () => {
      server.closeAllConnections();
      return close();
    },
  };
}

function headersOf({ id, milliseconds }: Invocation): Record<string, string> {
  return {
    'content-type': 'application/json',
    'lambda-runtime-aws-request-id': id,
    'lambda-runtime-deadline-ms': String(Date.now() + milliseconds),
    'lambda-runtime-invoked-function-arn': FUNCTION_ARN,
  };
}
