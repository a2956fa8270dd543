import type { CompiledSql } from '../../../lambda/passwords/compiled-sources.ts';
import { type Act, converse, inTurn, quote, type Reply, take, type Upgrade } from './connection.ts';
import type { Failure } from './transport.ts';

const SSL = 0x800;
/** Long passwords, a database, protocol 4.1, transactions, secure connection, authentication plugins. */
const CAPABILITIES = 0x8_a209;
/** A header, and what a client asks for, before it goes on with TLS. */
const SSL_REQUEST_BYTES = 36;

/** A packet: its length, its number, its content. MySQL internals, "MySQL Packets". */
function packet(number: number, ...parts: readonly (Buffer | string | readonly number[])[]): Buffer {
  const content = Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))),
  );
  const head = Buffer.alloc(4);
  head.writeUIntLE(content.length, 0, 3);
  head[3] = number;
  return Buffer.concat([head, content]);
}

const lengthOf = (text: string) => [text.length, ...Buffer.from(text)];

function greeting(capabilities: number, plugin = 'mysql_native_password'): Buffer {
  const flags = Buffer.alloc(4);
  flags.writeUInt32LE(capabilities);
  return packet(
    0,
    ...[[10], '8.0.0\0', [1, 0, 0, 0], 'saltsalt\0', flags.subarray(0, 2), [45, 2, 0], flags.subarray(2)],
    ...[[21], Buffer.alloc(10), 'saltsaltsalt\0', `${plugin}\0`],
  );
}

const whole =
  (say: (heard: Buffer) => Buffer): Reply =>
  (heard) =>
    heard.length >= 4 && heard.length >= 4 + heard.readUIntLE(0, 3) ? say(heard) : undefined;

/** An error with the number of the packet before it plus one, which quotes what was heard. */
const refuse = (code: number, state = 'HY000'): Reply =>
  whole((heard) => packet((heard[3] ?? 0) + 1, [0xff, code & 0xff, code >> 8], `#${state}`, quote(heard)));

const welcome = whole((heard) => packet((heard[3] ?? 0) + 1, [0, 0, 0, 2, 0, 0, 0]));
const EOF = [0xfe, 0, 0, 2, 0];
const column = (name: string) => [
  ...[lengthOf('def'), lengthOf(''), lengthOf(''), lengthOf(''), lengthOf(name), lengthOf('')].flat(),
  ...[12, 45, 0, 0xff, 0, 0, 0, 253, 0, 0, 0, 0, 0],
];

/** The statement has one parameter. */
const prepared = whole(() =>
  Buffer.concat([packet(1, [0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0]), packet(2, column('?')), packet(3, EOF)]),
);

/** One row with one column, `hash`, that is what was heard. */
const echoedRow = whole((heard) => {
  const text = `$2b$10$${quote(heard).toString().slice(0, 200)}`;
  return Buffer.concat([
    ...[packet(1, [1]), packet(2, column('hash')), packet(3, EOF)],
    ...[packet(4, [0, 0], lengthOf(text)), packet(5, EOF)],
  ]);
});

/** Wants the password once more, by a plugin that sends it as it is. */
const switchTo = (plugin: string) =>
  whole((heard) => packet((heard[3] ?? 0) + 1, [0xfe], `${plugin}\0`, 'salt'));

/** Failures of the protocol, behind TLS. */
export const MYSQL_FAILURES: readonly Failure[] = [
  { name: 'refuses the account', ending: 'source unclear', act: converse(refuse(1045, '28000')) },
  { name: 'has too many connections, quoting', ending: 'source down', act: converse(refuse(1040, '08004')) },
  {
    name: 'wants the password in the clear',
    ending: 'source down',
    act: converse(switchTo('mysql_clear_password'), refuse(1045)),
  },
  {
    name: 'wants a plugin nobody has',
    ending: 'source down',
    act: converse(switchTo('k4n4ry'), refuse(1045)),
  },
  { name: 'refuses the query', ending: 'source unclear', act: converse(welcome, refuse(1064, '42000')) },
  {
    name: 'quotes the parameter',
    ending: 'source unclear',
    act: converse(welcome, prepared, refuse(1366, '22007')),
  },
  {
    name: 'has an error nobody knows',
    ending: 'source down',
    act: converse(welcome, prepared, refuse(65_000)),
  },
  {
    name: 'cuts a packet short',
    ending: 'source down',
    act: converse(
      welcome,
      whole(() => packet(1, [0])),
    ),
  },
  {
    name: 'announces columns that do not come',
    ending: 'source down',
    act: converse(
      welcome,
      prepared,
      whole(() => Buffer.concat([packet(1, [1]), packet(2, [3]), packet(3, EOF)])),
    ),
  },
  {
    name: 'returns the parameter as a hash',
    ending: 'malformed hash',
    act: converse(welcome, prepared, echoedRow),
  },
];

const opening =
  (capabilities: number): Act =>
  (socket) =>
    void socket.write(greeting(capabilities, 'sha256_password'));

/** The first word is the server's: it wants the account's password as it is, once there is TLS. */
export const open = opening(CAPABILITIES | SSL);

/** Servers that want to go on without TLS. */
export const WITHOUT_TLS: readonly Failure[] = [
  { name: 'has no TLS', ending: 'source down', act: inTurn(opening(CAPABILITIES), converse(welcome)) },
  {
    name: 'offers TLS and answers in the clear',
    ending: 'source down',
    act: inTurn(open, converse(switchTo('sha256_password'), welcome)),
  },
];

export const acceptTls: Upgrade = async (socket, hear) => {
  open(socket, hear);
  hear(await take(socket, SSL_REQUEST_BYTES));
};

/** A source at this port. */
export const mySqlSource = (port: number, ca: string, timeout: number): CompiledSql => ({
  ...{ kind: 'sql', engine: 'mysql', name: 'legacy', next: false, timeout, host: 'localhost', port, ca },
  ...{
    database: 'legacy',
    secret: 'account',
    format: 'auto',
    query: 'SELECT hash FROM people WHERE name = ?',
  },
});
