import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CompiledHttp } from '../../../lambda/passwords/compiled-sources.ts';
import { createExpressionParser } from '../../../lambda/passwords/expressions.ts';
import { guardSource } from '../../../lambda/passwords/guards/guard-source.ts';
import { cannotDecide, MATCH, NO_MATCH } from '../../../lambda/passwords/outcome.ts';
import { createHttpSource } from '../../../lambda/passwords/sources/http.ts';
import { UNKNOWN_USER } from '../../../lambda/passwords/sources/source.ts';
import { type Certificate, loadCertificate } from '../../../local/certificate.ts';
import { listen, type RunningServer } from '../../../local/listen.ts';
import { ATTEMPT, NEVER, secretsOf } from '../world.ts';

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

let folder: string;
let certificate: Certificate;
let stranger: Certificate;
let server: RunningServer;
let answer: Answer;
let received: { readonly body: string; readonly headers: IncomingMessage['headers']; readonly url: string }[];

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'legacy-http-'));
  certificate = await loadCertificate(folder);
  stranger = await loadCertificate(path.join(folder, 'stranger'));
  server = await listen(
    createServer(certificate, async (request, response) => {
      const { headers, url = '' } = request;
      received.push({ body: await text(request), headers, url });
      answer(response, request);
    }),
    { port: 0 },
  );
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const expression = (source: string) => ({ source, reads: [] });

/** What the source says while the server answers so. */
async function ask(reply: Answer, change: Partial<CompiledHttp> = {}, timeout = 1_000) {
  answer = reply;
  received = [];
  const source: CompiledHttp = {
    kind: 'http',
    name: 'portal',
    next: false,
    timeout,
    url: `https://localhost:${server.port}/login`,
    ca: certificate.cert,
    encoding: 'json',
    usernameField: 'user',
    passwordField: 'pass',
    fields: { realm: 'legacy' },
    header: 'x-key',
    secret: 'portal-key',
    match: expression('status == 200 && has(body.ok) && body.ok == true'),
    noMatch: expression('status == 401 || (has(body.ok) && body.ok == false)'),
    unknown: expression('status == 404'),
    ...change,
  };
  const secrets = secretsOf({ 'portal-key': 'k3y' });
  const http = createHttpSource(source, { secrets, parser: createExpressionParser() });
  return guardSource(http, { timeout })(ATTEMPT, NEVER);
}

const say =
  (status: number, body = '', headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(status, headers).end(body);
const unclear = cannotDecide('source unclear');

describe('a login endpoint', () => {
  it('is posted name, password, fixed fields and the secret, once', async () => {
    expect(await ask(say(200, '{"ok":true}'))).toEqual(MATCH);
    const [call, ...others] = received;
    expect(others).toEqual([]);
    expect(JSON.parse(call?.body ?? '')).toEqual({
      realm: 'legacy',
      user: ATTEMPT.username,
      pass: ATTEMPT.password,
    });
    expect(call?.headers).toMatchObject({ 'x-key': 'k3y', 'content-type': 'application/json' });
  });

  it('can be posted a form, and the name in another spelling', async () => {
    await ask(say(200), { encoding: 'form', username: expression('localPart(username)') });
    expect(Object.fromEntries(new URLSearchParams(received[0]?.body))).toEqual({
      realm: 'legacy',
      user: 'ana.silva',
      pass: ATTEMPT.password,
    });
  });

  it.each([
    ['says yes', say(200, '{"ok":true}'), MATCH],
    ['says no', say(401), NO_MATCH],
    ['says no with 200', say(200, '{"ok":false}'), NO_MATCH],
    ['knows nobody of that name', say(404), UNKNOWN_USER],
    ['says yes in a refusal', say(401, '{"ok":true}'), NO_MATCH],
    ['lies with a text instead of a boolean', say(200, '{"ok":"true"}'), unclear],
    ['answers a page', say(200, '<h1>maintenance</h1>'), unclear],
    ['answers null', say(200, 'null'), unclear],
    ['answers a list', say(200, '[true]'), unclear],
    ['fails', say(500, '{"error":"x"}'), unclear],
    ['is busy', say(429), unclear],
    ['answers too much', say(200, `{"ok":true,"more":"${'x'.repeat(100_000)}"}`), unclear],
  ])('that %s', async (_, reply, expected) => {
    expect(await ask(reply)).toEqual(expected);
  });

  it('of which two expressions are true says nothing', async () => {
    expect(await ask(say(200, '{"ok":true}'), { noMatch: expression('status == 200') })).toEqual(unclear);
  });

  it.each([301, 302, 303, 307, 308])('that redirects with %i is not followed', async (status) => {
    const elsewhere = { location: `https://localhost:${server.port}/elsewhere` };
    expect(await ask(say(status, '', elsewhere))).toEqual(unclear);
    expect(received.map(({ url }) => url)).toEqual(['/login']);
  });

  it('that cuts its answer says nothing', async () => {
    const cut: Answer = (response) => {
      response.writeHead(200, { 'content-length': '11' });
      response.write('{"ok":', () => response.destroy());
    };
    expect(await ask(cut)).toEqual(unclear);
  });

  it('that hangs up is down', async () => {
    expect(await ask((response) => response.destroy())).toEqual(cannotDecide('source down'));
  });

  it('that never answers is slow, and so is one that never ends', async () => {
    const slow = cannotDecide('source slow');
    expect(await ask(() => undefined, {}, 60)).toEqual(slow);
    expect(await ask((response) => response.writeHead(200).write('{'), {}, 60)).toEqual(slow);
  });

  it('nobody listens at, or with a certificate nobody trusts, is down and gets no password', async () => {
    const down = cannotDecide('source down');
    expect(await ask(say(200, '{"ok":true}'), { url: 'https://localhost:9/login' })).toEqual(down);
    expect(await ask(say(200, '{"ok":true}'), { ca: stranger.cert })).toEqual(down);
    expect(received).toEqual([]);
  });
});
