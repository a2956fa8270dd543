import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listen, type RunningServer } from './listen.ts';
import { perform, type World } from './secret-operations.ts';
import { createSecret, SecretsError } from './secret-store.ts';

export interface SecretsManagerOptions {
  readonly port: number;
  /** Address to listen on. @default loopback only */
  readonly host?: string;
  /** Names and first values of the secrets. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly region?: string;
  /** Milliseconds since the epoch. */
  readonly clock?: () => number;
}

/** A running stand-in: the address for `AWS_ENDPOINT_URL_SECRETS_MANAGER` and each secret's ARN by name. */
export interface SecretsManager extends RunningServer {
  readonly arns: Readonly<Record<string, string>>;
}

const LARGEST_REQUEST = 128 * 1024;

/**
 * Starts a stand-in for AWS Secrets Manager on one port (JSON 1.1 protocol, four operations, the stages moving
 * as in AWS). Secrets live in memory; signatures are not checked. Rejects with `EADDRINUSE` when the port is taken.
 *
 * Source: AWS Secrets Manager API Reference.
 */
export async function startSecretsManager(options: SecretsManagerOptions): Promise<SecretsManager> {
  const { region = 'us-east-1', clock = Date.now } = options;
  const secrets = Object.entries(options.secrets).map(([name, value]) =>
    createSecret(name, value, region, clock()),
  );
  const server = createServer((request, response) => {
    answer(request, { secrets, clock }).then(
      (body) => send(response, 200, body),
      (error: unknown) => sendError(response, error),
    );
  });
  const running = await listen(server, { port: options.port, host: options.host });
  return { ...running, arns: Object.fromEntries(secrets.map(({ name, arn }) => [name, arn])) };
}

async function answer(request: IncomingMessage, world: World): Promise<object> {
  const name = /^secretsmanager\.(\w+)$/.exec(String(request.headers['x-amz-target']))?.[1];
  return perform(name, await readJson(request), world);
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_REQUEST) throw new SecretsError('ValidationException', 'The request is too large.');
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    throw new SecretsError('SerializationException', 'The request is not JSON.');
  }
}

function sendError(response: ServerResponse, error: unknown): void {
  if (error instanceof SecretsError) {
    send(response, 400, { __type: error.code, Message: error.message });
  } else {
    send(response, 500, { __type: 'InternalServiceError', Message: 'The stand-in failed.' });
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': randomUUID() };
  response.writeHead(status, headers).end(JSON.stringify(body));
}
