import type { CompiledHttp } from '../../../lambda/passwords/compiled-sources.ts';
import { converse, quote } from './connection.ts';
import type { Ending, Failure } from './transport.ts';

/** Answers once the body, which is a JSON object, is there. */
const answering = (name: string, ending: Ending, answer: (quoted: string) => string): Failure => ({
  name,
  ending,
  act: converse((heard) =>
    heard.at(-1) === 0x7d ? Buffer.from(answer(quote(heard).toString())) : undefined,
  ),
});

const page = (status: string, body: string, headers = '') =>
  `HTTP/1.1 ${status}\r\n${headers}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

/** Failures of the protocol, behind TLS. */
export const HTTP_FAILURES: readonly Failure[] = [
  answering('says no and everything back', 'no match', (quoted) => page('401 No', quoted)),
  answering('lies: the yes is a text', 'source unclear', (quoted) =>
    page('200 OK', JSON.stringify({ ok: 'true', quoted })),
  ),
  answering('says yes and no', 'source unclear', (quoted) =>
    page('200 OK', JSON.stringify({ ok: true, no: true, quoted })),
  ),
  answering('breaks an expression', 'source unclear', (quoted) => page('299 Odd', quoted)),
  answering('quotes in JSON that is none', 'source unclear', (quoted) =>
    page('200 OK', `{"ok":true,"${quoted}`),
  ),
  answering('quotes in keys', 'source unclear', (quoted) =>
    page('500 Error', JSON.stringify({ [quoted]: { __proto__: quoted } })),
  ),
  answering('redirects to an address with it', 'source unclear', (quoted) =>
    page('302 Found', '', `location: https://localhost/?${encodeURIComponent(quoted)}\r\n`),
  ),
  answering('quotes in a header', 'source unclear', (quoted) => page('503 No', '', `x-was: ${quoted}\r\n`)),
  answering('quotes in the name of a header', 'source down', (quoted) =>
    page('200 OK', '', `x ${quoted}: x\r\n`),
  ),
  answering('quotes in the status line', 'source unclear', (quoted) => page(`500 ${quoted}`, '')),
  answering('quotes instead of HTTP', 'source down', (quoted) => quoted),
  answering('announces two lengths', 'source down', (quoted) =>
    page('200 OK', quoted, 'content-length: 4\r\n'),
  ),
  answering(
    'sends a chunk whose length is a quotation',
    'source down',
    (quoted) => `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${quoted}\r\n`,
  ),
  answering('sends headers without end', 'source down', (quoted) =>
    page('200 OK', '', `x-was: ${quoted.repeat(200)}\r\n`),
  ),
  answering(
    'never ends',
    'source slow',
    (quoted) => `HTTP/1.1 200 OK\r\ncontent-length: 99999\r\n\r\n${quoted}`,
  ),
  answering(
    'switches protocols',
    'source slow',
    (quoted) => `HTTP/1.1 101 Switching\r\nupgrade: ${quoted}\r\nconnection: upgrade\r\n\r\n${quoted}`,
  ),
];

const expression = (source: string) => ({ source, reads: [] });

/** A source at this port. */
export const httpSource = (port: number, ca: string, timeout: number): CompiledHttp => ({
  ...{ kind: 'http', name: 'legacy', next: false, timeout, url: `https://localhost:${port}/login`, ca },
  ...{ encoding: 'json', usernameField: 'user', passwordField: 'password', fields: {} },
  ...{ header: 'x-key', secret: 'key' },
  // An answer of 299 breaks it: the text is no number, and CEL's error quotes it.
  match: expression(
    '(status == 200 && has(body.ok) && body.ok == true) || (status == 299 && int(text) == 1)',
  ),
  noMatch: expression('status == 401 || has(body.no)'),
});
