import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileFault } from '../local/file-fault.ts';
import { CommandError, type Io } from './command.ts';

/**
 * The text of a file, or of standard input for `-`. What cannot be read throws a {@link CommandError}, in which `next`
 * says what to do.
 */
export async function readInput(
  file: string,
  io: Pick<Io, 'cwd' | 'stdin'>,
  next = 'check the path; - reads standard input',
): Promise<string> {
  if (file === '-') return readAll(io.stdin);
  try {
    return await readFile(path.resolve(io.cwd, file), 'utf8');
  } catch (error) {
    throw new CommandError(`the file cannot be read: ${fileFault(error)}`, {
      where: file,
      next,
    });
  }
}

/** The JSON object in a text; anything else throws a {@link CommandError} that quotes nothing of it. */
export function parseObject(text: string, file: string): Readonly<Record<string, unknown>> {
  const value = parse(text, file);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Readonly<Record<string, unknown>>;
  }
  throw new CommandError('the file holds JSON, but no object', { where: file });
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    // the message quotes the text around the fault: only its position is kept
    const position = /line \d+ column \d+/.exec((error as SyntaxError).message)?.[0];
    throw new CommandError('the file is not JSON', { where: position ? `${file}, ${position}` : file });
  }
}

async function readAll(stdin: Io['stdin']): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
