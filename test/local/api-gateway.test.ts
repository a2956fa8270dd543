import { createServer, request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { createApi, type Handler } from '../../local/api-gateway.ts';
import { listen, type RunningServer } from '../../local/listen.ts';

let server: RunningServer | undefined;
afterEach(async () => {
  await server?.close();
});

async function serve(handler: Handler, integrationTimeout?: number): Promise<RunningServer> {
  server = await listen(createServer(createApi({ 'POST /hook': handler }, integrationTimeout)), { port: 0 });
  return server;
}

/** Sends one request and returns status, headers and text. */
function send(
  path: string,
  options: { method?: string; headers?: Record<string, string | string[]>; body?: Buffer },
) {
  const { method = 'POST', headers = {}, body = Buffer.from('{}') } = options;
  const { promise, resolve, reject } = Promise.withResolvers<{
    status: number | undefined;
    headers: Record<string, string | string[] | undefined>;
    text: string;
  }>();
  const sized = { 'content-length': String(body.length), ...headers };
  const call = request({ port: server?.port, path, method, headers: sized, agent: false }, (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('end', () =>
      resolve({
        status: response.statusCode,
        headers: response.headers,
        text: Buffer.concat(chunks).toString(),
      }),
    );
  });
  call.on('error', reject).end(body);
  return promise;
}

/** A handler that remembers what it was called with. */
function recorder() {
  const calls: { event: APIGatewayProxyEventV2; context: Context }[] = [];
  const handler: Handler = async (event, context) => {
    calls.push({ event, context });
    return { statusCode: 200, body: 'done' };
  };
  return { calls, handler };
}

describe('the local API Gateway', () => {
  it('hands the function the request as an event and a context with at most 5 s left', async () => {
    const { calls, handler } = recorder();
    await serve(handler);
    const json = { 'content-type': 'application/json' };
    await send('/hook?x=1', { headers: { ...json, 'X-Twice': ['a', 'b'] }, body: Buffer.from('{"ä":1}') });
    const [call] = calls;
    expect(call?.event).toMatchObject({
      rawPath: '/hook',
      rawQueryString: 'x=1',
      body: '{"ä":1}',
      headers: { 'x-twice': 'a,b', 'content-type': 'application/json', 'x-forwarded-proto': 'https' },
      requestContext: { http: { method: 'POST', sourceIp: '127.0.0.1', protocol: 'HTTP/1.1' } },
    });
    const left = call?.context.getRemainingTimeInMillis();
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(5_000);
  });

  it("returns the function's status, headers, cookies and bytes", async () => {
    await serve(async () => ({
      statusCode: 418,
      headers: { 'x-kind': 'teapot' },
      cookies: ['a=1', 'b=2'],
      body: Buffer.from('ä').toString('base64'),
      isBase64Encoded: true,
    }));
    const { status, headers, text } = await send('/hook', {});
    expect({ status, text }).toEqual({ status: 418, text: 'ä' });
    expect(headers).toMatchObject({
      'x-kind': 'teapot',
      'set-cookie': ['a=1', 'b=2'],
      'content-length': '2',
    });
    expect(headers['apigw-requestid']).toEqual(expect.any(String));
  });

  it.each([
    ['GET', '/hook'],
    ['POST', '/'],
    ['POST', '/hook/'],
    ['POST', '/__proto__'],
    ['DELETE', '/elsewhere'],
  ])('answers %s %s with 404 and does not call the function', async (method, path) => {
    const { calls, handler } = recorder();
    await serve(handler);
    const { status, text } = await send(path, { method });
    expect({ status, text }).toEqual({ status: 404, text: '{"message":"Not Found"}' });
    expect(calls).toEqual([]);
  });

  it('answers a body above 10 MB with 413 and does not call the function', async () => {
    const { calls, handler } = recorder();
    await serve(handler);
    const { status } = await send('/hook', { body: Buffer.alloc(10 * 1024 * 1024 + 1) });
    expect(status).toBe(413);
    expect(calls).toEqual([]);
  });

  it('answers 500 without detail when the function throws', async () => {
    await serve(async () => {
      throw new Error('sally.admin@example.com');
    });
    const { status, text } = await send('/hook', {});
    expect({ status, text }).toEqual({ status: 500, text: '{"message":"Internal Server Error"}' });
  });

  it('answers 503 when the function never does', async () => {
    await serve(() => new Promise(() => undefined), 1);
    expect((await send('/hook', {})).status).toBe(503);
  });

  it('survives a caller who hangs up in the middle of the body', async () => {
    const { calls, handler } = recorder();
    const { port } = await serve(handler);
    const socket = connect(port, '127.0.0.1');
    socket.write('POST /hook HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nabc');
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.destroy();
    expect((await send('/hook', {})).status).toBe(200);
    expect(calls).toHaveLength(1);
  });

  it('answers what is under way before it closes, and waits for no idle connection', async () => {
    const gate = Promise.withResolvers<void>();
    const arrived = Promise.withResolvers<void>();
    const running = await serve(async () => {
      arrived.resolve();
      await gate.promise;
      return { statusCode: 200, body: 'late' };
    });
    const answer = send('/hook', { headers: { connection: 'keep-alive' } });
    await arrived.promise;
    const closed = running.close();
    gate.resolve();
    expect((await answer).text).toBe('late');
    await closed;
  });
});
