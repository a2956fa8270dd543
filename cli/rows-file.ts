import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { fileFault } from '../local/file-fault.ts';
import { CommandError, type Io } from './command.ts';
import { OWNER_ONLY, restrictToOwner } from './owner-only.ts';

/** A file that takes one JSON line for each row of long work. */
export interface RowsFile {
  write(row: object): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the file of `--out`, readable by its owner only; without a name, rows go nowhere. Work that goes on where it was
 * stopped appends.
 */
export function openRowsFile(
  name: string | undefined,
  io: Pick<Io, 'cwd'>,
  { append = false }: { readonly append?: boolean } = {},
): RowsFile {
  if (name === undefined) return { write: async () => {}, close: async () => {} };
  const stream = createWriteStream(path.resolve(io.cwd, name), {
    mode: OWNER_ONLY,
    flags: append ? 'a' : 'w',
  });
  stream.once('open', restrictToOwner);
  const ended = finished(stream).catch((error: unknown) => {
    throw new CommandError(`the file cannot be written: ${fileFault(error)}`, {
      where: name,
    });
  });
  ended.catch(() => undefined);
  return {
    write: async (row) => {
      if (!stream.write(`${JSON.stringify(row)}\n`)) await Promise.race([once(stream, 'drain'), ended]);
    },
    close: async () => {
      stream.end();
      await ended;
    },
  };
}
