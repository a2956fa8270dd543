import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileFault } from '../local/file-fault.ts';
import { CommandError, type Io } from './command.ts';
import { type JsonFault, jsonFault } from './json-fault.ts';

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

/**
 * The JSON object in a text.
 *
 * @param next what to do when there is none
 * @throws CommandError which quotes nothing of the text
 */
export function parseObject(
  text: string,
  file: string,
  next = 'mend it there, or write it again: expected is one object, { … }',
): Readonly<Record<string, unknown>> {
  const value = parse(text.replace(/^\uFEFF/, ''), file, next);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Readonly<Record<string, unknown>>;
  }
  throw new CommandError('the file holds JSON, but no object', { where: file, next });
}

function parse(text: string, file: string, next: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw messageFor(jsonFault(text), file, next);
  }
}

function messageFor(fault: JsonFault, file: string, next: string): CommandError {
  if (fault.kind === 'empty') return new CommandError('the file is empty', { where: file, next });
  if (fault.kind === 'cut off')
    return new CommandError('the file is not JSON: it ends too early', {
      where: `${file}, line ${fault.line}`,
      next,
    });
  return new CommandError('the file is not JSON', {
    where: `${file}, line ${fault.line} column ${fault.column}`,
    next,
  });
}

async function readAll(stdin: Io['stdin']): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
