import { CommandError, type Io, UsageError } from './command.ts';

const PROMPT = 'Password (not shown): ';
const KEY = { interrupt: 0x03, end: 0x04, backspace: 0x08, newline: 0x0a, enter: 0x0d, delete: 0x7f };

/** What a terminal can do and a pipe cannot. */
interface Terminal {
  readonly isTTY?: boolean;
  setRawMode?(on: boolean): unknown;
}

/**
 * The bytes of one password from standard input, without the line's end. At a terminal it is asked for and not shown.
 * The caller overwrites them.
 *
 * @throws UsageError when there is a second line
 * @throws CommandError when the person breaks off
 */
export async function readPassword(io: Pick<Io, 'stdin' | 'stderr'>): Promise<Uint8Array> {
  const terminal = io.stdin as Io['stdin'] & Terminal;
  if (!terminal.isTTY || !terminal.setRawMode) return readLine(io.stdin);
  io.stderr.write(PROMPT);
  terminal.setRawMode(true);
  try {
    return await readKeys(io.stdin);
  } finally {
    terminal.setRawMode(false);
    io.stderr.write('\n');
  }
}

async function readLine(stdin: Io['stdin']): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk));
  const text = Buffer.concat(chunks);
  const newline = text.indexOf(KEY.newline);
  if (newline >= 0 && newline < text.length - 1)
    throw new UsageError('standard input has more than one line');
  if (newline < 0) return text;
  return text.subarray(0, text[newline - 1] === KEY.enter ? newline - 1 : newline);
}

async function readKeys(stdin: Io['stdin']): Promise<Uint8Array> {
  const bytes: number[] = [];
  for await (const chunk of stdin) {
    for (const byte of Buffer.from(chunk)) {
      if (byte === KEY.interrupt) throw new CommandError('stopped');
      if (byte === KEY.enter || byte === KEY.newline || byte === KEY.end) return Uint8Array.from(bytes);
      if (byte === KEY.backspace || byte === KEY.delete) takeCharacter(bytes);
      else bytes.push(byte);
    }
  }
  return Uint8Array.from(bytes);
}

/** Takes the last character away: of UTF-8, its last byte and those that continue it. */
function takeCharacter(bytes: number[]): void {
  let last = bytes.pop();
  while (last !== undefined && last >= 0x80 && last < 0xc0) last = bytes.pop();
}
