import type { CompiledSql } from '../../../lambda/passwords/compiled-sources.ts';
import { converse, quote, type Reply, take, type Upgrade } from './connection.ts';
import type { Failure } from './transport.ts';

/** A message: its type, its length, its content. PostgreSQL manual, "Message Formats". */
function message(type: string, ...parts: readonly (Buffer | string)[]): Buffer {
  const content = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(content.length + 4, 1);
  return Buffer.concat([head, content]);
}

const READY = message('Z', 'I');
const SYNC = message('S');

/** An error, or a notice, that quotes what was heard in every field that a server may fill. */
const complaint = (type: 'E' | 'N', code: string, heard: Buffer) =>
  message(
    type,
    `SERROR\0VERROR\0C${code}\0`,
    ...[...'MDHqWstcdnFR'].map((field) => `${field}${quote(heard)}\0`),
    '\0',
  );

const hasAll = (heard: Buffer) => heard.length >= 4 && heard.length >= heard.readInt32BE(0);
const hasSync = (heard: Buffer) => heard.subarray(-SYNC.length).equals(SYNC);

const whenWhole =
  (isWhole: (heard: Buffer) => boolean, ...say: readonly ((heard: Buffer) => Buffer)[]): Reply =>
  (heard) =>
    isWhole(heard) ? Buffer.concat(say.map((part) => part(heard))) : undefined;

const refuse = (code: string) => (heard: Buffer) => complaint('E', code, heard);
const notice = (heard: Buffer) =>
  Buffer.concat([complaint('N', '01000', heard), message('S', 'TimeZone\0', quote(heard), '\0')]);
const say = (bytes: Buffer) => () => bytes;

const askPassword = whenWhole(hasAll, say(message('R', Buffer.from([0, 0, 0, 3]))));
const welcome = whenWhole(
  (heard) => heard.length > 5,
  notice,
  say(message('R', Buffer.alloc(4))),
  say(READY),
);

/** One row with one column, `hash`, that is what was heard. */
function echoedRow(heard: Buffer): Buffer {
  const text = Buffer.from(`$2b$10$${quote(heard)}`);
  const [one, length] = [Buffer.from([0, 1]), Buffer.alloc(4)];
  length.writeInt32BE(text.length);
  const column = Buffer.concat([Buffer.from('hash\0'), Buffer.alloc(6), Buffer.from([0, 0, 0, 25])]);
  return Buffer.concat([
    ...[
      message('1'),
      message('2'),
      message('T', one, column, Buffer.from([255, 255, 255, 255, 255, 255, 0, 0])),
    ],
    ...[message('D', one, length, text), message('C', 'SELECT 1\0'), READY],
  ]);
}

const atQuery = (...parts: readonly ((heard: Buffer) => Buffer)[]) =>
  converse(askPassword, welcome, whenWhole(hasSync, ...parts));

/** Failures of the protocol, behind TLS. */
export const POSTGRESQL_FAILURES: readonly Failure[] = [
  {
    name: 'refuses the account by name',
    ending: 'source unclear',
    act: converse(whenWhole(hasAll, refuse('28000'))),
  },
  {
    name: 'refuses the account, quoting its password',
    ending: 'source unclear',
    act: converse(
      askPassword,
      whenWhole((heard) => heard.length > 5, refuse('28P01')),
    ),
  },
  { name: 'quotes the parameter', ending: 'source unclear', act: atQuery(refuse('22P02'), say(READY)) },
  { name: 'shuts down, quoting', ending: 'source down', act: atQuery(refuse('57P01')) },
  { name: 'has a code of its own', ending: 'source down', act: atQuery(refuse('k4n4ry'), say(READY)) },
  { name: 'returns the parameter as a hash', ending: 'malformed hash', act: atQuery(notice, echoedRow) },
  {
    name: 'announces columns that do not come',
    ending: 'source unclear',
    act: atQuery(say(message('T', Buffer.from([0, 9])))),
  },
  {
    name: 'answers what nobody asked',
    ending: 'source slow',
    act: atQuery((heard) => message('A', Buffer.alloc(4), quote(heard), '\0', quote(heard), '\0')),
  },
  {
    name: 'wants a way to prove oneself that nobody knows',
    ending: 'source unclear',
    act: converse(whenWhole(hasAll, say(message('R', Buffer.from([0, 0, 0, 99]))))),
  },
];

/** Servers that want to go on without TLS, or smuggle something in before it. */
export const WITHOUT_TLS: readonly Failure[] = [
  { name: 'says it has no TLS', ending: 'source down', act: converse(() => Buffer.from('N'), askPassword) },
  {
    name: 'answers an error instead of TLS',
    ending: 'source down',
    act: converse((heard) => complaint('E', '28000', heard), askPassword),
  },
  {
    name: 'adds a question in the clear',
    ending: 'source down',
    act: converse(() => Buffer.concat([Buffer.from('S'), message('R', Buffer.from([0, 0, 0, 3]))])),
  },
];

/** SSLRequest. */
export const acceptTls: Upgrade = async (socket, hear) => {
  hear(await take(socket, 8));
  socket.write('S');
};

/** A source at this port. */
export const postgreSqlSource = (port: number, ca: string, timeout: number): CompiledSql => ({
  ...{ kind: 'sql', engine: 'postgresql', name: 'legacy', next: false, timeout, host: 'localhost', port, ca },
  ...{
    database: 'legacy',
    secret: 'account',
    format: 'auto',
    query: 'SELECT hash FROM people WHERE name = $1',
  },
});
