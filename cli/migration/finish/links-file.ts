import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { fileFault } from '../../../local/file-fault.ts';
import { CommandError, type Io, UsageError } from '../../command.ts';
import { csvCell } from '../../csv-cell.ts';
import { isFile } from '../../inputs-and-outputs.ts';
import { syncFolder } from '../sync-folder.ts';

/** A link by which somebody chooses a password: whoever has it can be that person. */
export interface PersonalLink {
  readonly id: string;
  readonly row: number | undefined;
  readonly login: string;
  readonly link: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** The file of links for the help desk: CSV that its owner alone can read, appended to by every run. */
export interface LinksFile {
  /** Resolves when the link is on the disk. Of several for one person the last one counts. */
  write(link: PersonalLink): Promise<void>;
  close(): Promise<void>;
}

const HEADER = 'row,login,oktaId,link,madeAt';

/**
 * Refuses what is there already and holds anything but links: they would be appended to it.
 *
 * @throws UsageError
 */
export async function requireLinksFile(name: string, io: Pick<Io, 'cwd'>): Promise<void> {
  if (!isFile(name, io)) return;
  const handle = await open(path.resolve(io.cwd, name)).catch(() => undefined);
  const { buffer, bytesRead = 0 } = (await handle?.read(Buffer.alloc(HEADER.length))) ?? {};
  await handle?.close();
  if (bytesRead > 0 && buffer?.toString() !== HEADER)
    throw new UsageError('--links names a file that holds something else', {
      where: name,
      next: 'name a new file, or the one of an earlier run',
    });
}

/** Opens the file when the first link is written; until then it is not touched. */
export function openLinksFile(name: string, io: Pick<Io, 'cwd'>): LinksFile {
  let opened: FileHandle | undefined;
  return {
    async write(link) {
      try {
        opened ??= await openForOwner(path.resolve(io.cwd, name));
        await opened.appendFile(`${lineOf(link)}\n`);
        await opened.datasync();
      } catch (error) {
        throw new CommandError(`the link cannot be written: ${fileFault(error)}`, {
          where: name,
          next: 'the same command goes on: it makes a new link',
        });
      }
    },
    close: async () => opened?.close(),
  };
}

async function openForOwner(file: string): Promise<FileHandle> {
  const handle = await open(file, 'a', 0o600);
  await handle.chmod(0o600);
  const { size } = await handle.stat();
  if (size === 0) {
    await handle.appendFile(`${HEADER}\n`);
    await syncFolder(path.dirname(file));
  }
  return handle;
}

function lineOf({ row, login, id, link, at }: PersonalLink): string {
  return [row ?? '', login, id, link, new Date(at).toISOString()].map(csvCell).join(',');
}
