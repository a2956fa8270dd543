import { createReadStream } from 'node:fs';
import { errorCode } from '../../local/error-code.ts';
import { fileFault } from '../../local/file-fault.ts';
import { CommandError } from '../command.ts';

const NEWLINE = 0x0a;
/** Entries are short: what goes on for longer without a newline is no journal. */
const LONGEST_LINE = 1024 * 1024;

/**
 * Hands over the JSON of every line. What a crash can leave at the end, a line without its newline or one that is no
 * JSON and that nothing follows, is left out.
 *
 * @param take false: the line is none of a journal
 * @returns the byte behind the last line that was taken; 0 for a file that is empty or not there
 * @throws CommandError when the file cannot be read, or a line before the end is none
 */
export async function scanJournal(
  resolved: string,
  file: string,
  take: (json: unknown) => boolean,
): Promise<number> {
  let end = 0;
  let number = 0;
  let broken: number | undefined;
  for await (const { bytes, after } of linesOf(resolved, file)) {
    number += 1;
    if (broken !== undefined) throw damaged(file, broken);
    const json = parsed(bytes);
    if (json === undefined) {
      broken = number;
      continue;
    }
    if (!take(json)) throw damaged(file, number);
    end = after;
  }
  return end;
}

async function* linesOf(resolved: string, file: string): AsyncGenerator<{ bytes: Buffer; after: number }> {
  let rest: Buffer = Buffer.alloc(0);
  let at = 0;
  try {
    for await (const chunk of createReadStream(resolved) as AsyncIterable<Buffer>) {
      const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
      let from = 0;
      for (let to = bytes.indexOf(NEWLINE); to >= 0; to = bytes.indexOf(NEWLINE, from)) {
        at += to + 1 - from;
        yield { bytes: bytes.subarray(from, to), after: at };
        from = to + 1;
      }
      rest = bytes.subarray(from);
      if (rest.length > LONGEST_LINE) throw damaged(file, undefined);
    }
  } catch (error) {
    if (error instanceof CommandError) throw error;
    if (errorCode(error) === 'ENOENT') return;
    throw new CommandError(`the journal cannot be read: ${fileFault(error)}`, {
      where: file,
    });
  }
}

/** The JSON of a line; undefined: it is none. */
function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}

const damaged = (file: string, line: number | undefined) =>
  new CommandError('the journal is damaged, or is none', {
    where: line === undefined ? file : `${file}, line ${line}`,
    next: 'take a whole copy of it; nobody may be created without what it says',
  });
