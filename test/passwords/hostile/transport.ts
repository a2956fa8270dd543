import { TLSSocket } from 'node:tls';
import type { UndecidedReason } from '../../../lambda/passwords/outcome.ts';
import type { Act } from './connection.ts';

/** What should be decided of it. */
export type Ending = UndecidedReason | 'no match';

/** One way in which a server fails. */
export interface Failure {
  readonly name: string;
  readonly ending: Ending;
  readonly act: Act;
}

const RUBBISH = Buffer.from(Array.from({ length: 4_096 }, (_, index) => (index * 167 + 13) % 256));
/** The beginning of a TLS record that announces more than comes. */
const HALF_A_RECORD = Buffer.from([0x16, 3, 3, 0x10, 0, 2]);

const onData =
  (answer: (socket: Parameters<Act>[0], bytes: Buffer) => void): Act =>
  (socket, hear) =>
    socket.on('data', (bytes) => {
      hear(bytes);
      answer(socket, bytes);
    });

/** A socket that has TLS can only be cut, without its goodbye. */
const reset = (socket: Parameters<Act>[0]) =>
  void (socket instanceof TLSSocket ? socket.destroy() : socket.resetAndDestroy());

/** Wrong by its certificate alone. */
export const LISTENS: Failure = { name: 'listens', ending: 'source down', act: onData(() => undefined) };

/** Failures that need no protocol, before TLS or behind it. */
export const FAILURES: readonly Failure[] = [
  { name: 'resets at once', ending: 'source down', act: reset },
  { name: 'resets when spoken to', ending: 'source down', act: onData(reset) },
  { name: 'ends at once', ending: 'source down', act: (socket) => socket.end() },
  { name: 'stays silent', ending: 'source slow', act: onData(() => undefined) },
  { name: 'cuts half a record', ending: 'source down', act: onData((socket) => socket.end(HALF_A_RECORD)) },
  { name: 'talks rubbish', ending: 'source down', act: onData((socket) => socket.end(RUBBISH)) },
  { name: 'talks rubbish first', ending: 'source down', act: (socket) => socket.end(RUBBISH) },
  { name: 'says everything back', ending: 'source down', act: onData((socket, bytes) => socket.end(bytes)) },
];
