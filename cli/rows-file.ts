import { once } from 'node:events';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
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

/** For writing, created where it is not there; what is in it stays. */
const KEEPING = constants.O_WRONLY | constants.O_CREAT;

/**
 * Opens the file of `--out`, readable by its owner only; without a name, rows go nowhere. What is in it gives way to the
 * first row, so that a run which fails before has destroyed nothing; work that goes on where it was stopped appends.
 *
 * @throws CommandError when it cannot be written, here already
 */
export async function openRowsFile(
  name: string | undefined,
  io: Pick<Io, 'cwd'>,
  { append = false }: { readonly append?: boolean } = {},
): Promise<RowsFile> {
  if (name === undefined) return { write: async () => {}, close: async () => {} };
  const guarded = unwritable(name);
  const handle = await open(path.resolve(io.cwd, name), append ? 'a' : KEEPING, OWNER_ONLY).catch(guarded);
  const stream = handle.createWriteStream();
  const ended = finished(stream).catch(guarded);
  ended.catch(() => undefined);
  let isBegun = false;
  return {
    write: async (row) => {
      if (!isBegun) await takeOver(handle, append).catch(guarded);
      isBegun = true;
      if (!stream.write(`${JSON.stringify(row)}\n`)) await Promise.race([once(stream, 'drain'), ended]);
    },
    close: async () => {
      stream.end();
      await ended;
    },
  };
}

async function takeOver(handle: FileHandle, append: boolean): Promise<void> {
  restrictToOwner(handle.fd);
  if (!append && (await handle.stat()).isFile()) await handle.truncate();
}

const unwritable =
  (where: string) =>
  (error: unknown): never => {
    throw new CommandError(`the file cannot be written: ${fileFault(error)}`, { where });
  };
