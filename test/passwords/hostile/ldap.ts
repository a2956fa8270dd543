import type { CompiledLdap } from '../../../lambda/passwords/compiled-sources.ts';
import { converse, quote, type Reply, take, type Upgrade } from './connection.ts';
import type { Failure } from './transport.ts';

const BIND = 0x61;
const ENTRY = 0x64;
const SEARCH_DONE = 0x65;
const EXTENDED = 0x78;

/** Which response belongs to which request. RFC 4511, section 4. */
const RESPONSES: Readonly<Record<number, number>> = { 96: BIND, 99: SEARCH_DONE, 119: EXTENDED };

/** An element of BER. */
function element(tag: number, ...parts: readonly (Buffer | readonly number[])[]): Buffer {
  const value = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const length = value.length < 128 ? [value.length] : [0x82, value.length >> 8, value.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), value]);
}

/** The id of a message, which its answers repeat, and the tag of its operation; undefined while it is cut. */
function readMessage(heard: Buffer) {
  const [, first = 0] = heard;
  const start = first < 128 ? 2 : 2 + (first & 0x7f);
  const length = first < 128 ? first : heard.readUIntBE(2, first & 0x7f);
  if (heard.length < start + length) return undefined;
  const end = start + 2 + (heard[start + 1] ?? 0);
  return { id: heard.subarray(start, end), tag: heard[end] ?? 0 };
}

const ending = (tag: number, code: number, heard: Buffer) =>
  element(tag, element(0x0a, [code]), element(4, quote(heard)), element(4, quote(heard)));

/** Answers with a result code, and quotes the request in the matched DN and in the diagnostic message. */
const result =
  (code: number, change: { readonly id?: readonly number[]; readonly tag?: number } = {}): Reply =>
  (heard) => {
    const message = readMessage(heard);
    if (!message) return undefined;
    const { id = message.id, tag = RESPONSES[message.tag] ?? 0 } = change;
    return element(0x30, id, ending(tag, code, heard));
  };

/** Finds so many people, whose DNs quote the request. */
const entries =
  (count: number): Reply =>
  (heard) => {
    const message = readMessage(heard);
    if (!message) return undefined;
    const dn = Buffer.from(
      `cn=${quote(heard)
        .toString()
        .replace(/[^\w@.]/g, '')}`,
    );
    const entry = element(0x30, message.id, element(ENTRY, element(4, dn), element(0x30)));
    const done = element(0x30, message.id, ending(SEARCH_DONE, 0, heard));
    return Buffer.concat([...Array<Buffer>(count).fill(entry), done]);
  };

/** StartTLS: RFC 4511, section 4.14. */
const answerStartTls =
  (code: number): Upgrade =>
  async (socket, hear) => {
    const head = await take(socket, 2);
    const message = Buffer.concat([head, await take(socket, head[1] ?? 0)]);
    hear(message);
    socket.write(result(code)(message) ?? '');
  };

export const startTls: Upgrade = answerStartTls(0);

/** Servers that want to go on without TLS. */
export const WITHOUT_TLS: readonly Failure[] = [1, 2, 52].map((code) => ({
  name: `refuses StartTLS with ${code}`,
  ending: code === 52 ? 'source down' : 'source unclear',
  act: converse(result(code), result(0)),
}));

const refusals = [1, 2, 10, 14, 48, 50, 53, 80, 123].map(
  (code): Failure => ({
    name: `refuses the bind with ${code}`,
    ending: 'source unclear',
    act: converse(result(code)),
  }),
);

/** Failures of a bind with a DN that is made. */
export const BIND_FAILURES: readonly Failure[] = [
  ...refusals,
  { name: 'knows nobody of that DN', ending: 'no match', act: converse(result(32)) },
  { name: 'knows another password', ending: 'no match', act: converse(result(49)) },
  { name: 'is busy', ending: 'source down', act: converse(result(51)) },
  {
    name: 'says goodbye instead of an answer',
    ending: 'source slow',
    act: converse(result(52, { id: [2, 1, 0], tag: EXTENDED })),
  },
  {
    name: 'cuts an element short',
    ending: 'source down',
    act: converse((heard) => element(0x30, readMessage(heard)?.id ?? [], [BIND, 0x7f, 0x0a])),
  },
  {
    name: 'answers another question',
    ending: 'source slow',
    act: converse(result(0, { id: [2, 1, 99] })),
  },
];

/** Failures on the way of a search. */
export const SEARCH_FAILURES: readonly Failure[] = [
  { name: 'refuses the reader', ending: 'source unclear', act: converse(result(49)) },
  { name: 'refuses the search', ending: 'source unclear', act: converse(result(0), result(50)) },
  { name: 'finds two', ending: 'source unclear', act: converse(result(0), entries(2)) },
  {
    name: 'finds one and refuses it',
    ending: 'source unclear',
    act: converse(result(0), entries(1), result(53)),
  },
];

const common = { kind: 'ldap', name: 'legacy', next: false, startTls: false } as const;
const expression = (source: string) => ({ source, reads: [] });

export const DN: Partial<CompiledLdap> = { dn: expression('"uid=" + dnValue(username)') };
export const SEARCH: Partial<CompiledLdap> = {
  search: {
    base: 'dc=example',
    filter: expression('"(mail=" + filterValue(username) + ")"'),
    secret: 'account',
  },
};

/** A source at this port. */
export const ldapSource =
  (change: Partial<CompiledLdap>) =>
  (port: number, ca: string, timeout: number): CompiledLdap => ({
    ...common,
    url: `${change.startTls ? 'ldap' : 'ldaps'}://localhost:${port}`,
    ca,
    timeout,
    ...change,
  });
