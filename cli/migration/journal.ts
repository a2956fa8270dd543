import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { fileFault } from '../../local/file-fault.ts';
import { CommandError, type Io } from '../command.ts';
import { lockFile } from './journal-lock.ts';
import {
  headerFor,
  type JournalHeader,
  type JournalOwner,
  readHeader,
  requireOwner,
} from './journal-owner.ts';
import { scanJournal } from './journal-scan.ts';
import { syncFolder } from './sync-folder.ts';

/** What a journal is about, and how its entries are read. */
export interface JournalOptions<Entry> {
  readonly owner: JournalOwner;
  /** Reads an entry; undefined: it is none. */
  readonly read: (json: unknown) => Entry | undefined;
  /** Is told every entry that is there already, in order, before the promise resolves. */
  readonly replay: (entry: Entry) => void;
  readonly io: Pick<Io, 'cwd'>;
}

/** A file to which this process alone appends. */
export interface Journal<Entry> {
  /**
   * Resolves when the entry is on the disk: it survives a power cut from then on. Entries keep the order of the calls,
   * and those that arrive together share one write. Once one write has failed, all later ones do.
   *
   * @throws CommandError when the file cannot be written
   */
  append(entry: Entry): Promise<void>;
  /** Waits for what was appended, and lets other processes in. */
  close(): Promise<void>;
}

/**
 * Opens the journal of some long work, one JSON line an entry, and keeps other processes out. A last line that was torn
 * by a crash is cut off.
 *
 * @param file relative paths start at `io.cwd`
 * @throws CommandError when somebody else has it open, when it belongs to another plan or org, or is damaged
 */
export async function openJournal<Entry>(
  file: string,
  { owner, io, ...options }: JournalOptions<Entry>,
): Promise<Journal<Entry>> {
  const resolved = path.resolve(io.cwd, file);
  const unlock = await lockFile(resolved);
  let handle: FileHandle | undefined;
  try {
    // read first: opening for writing must not make anything of a file that is refused
    const found = await scan(resolved, file, options);
    if (found) requireOwner(found.header, owner, file);
    handle = await opened(resolved, file);
    const writer = new Writer(handle, file);
    if (found) await writer.cut(found.end);
    else await writer.begin(headerFor(owner), path.dirname(resolved));
    const close = async () => {
      await writer.close();
      await unlock();
    };
    return { append: (entry) => writer.append(entry), close };
  } catch (error) {
    await handle?.close();
    await unlock();
    throw error;
  }
}

/**
 * Reads a journal that another process may be writing; a torn last line is left out. Nothing is replayed where there is no
 * such file, or nothing in it yet. Without an `owner` it may belong to any.
 *
 * @throws CommandError when it cannot be read, is damaged, or belongs to another plan or org
 */
export async function readJournal<Entry>(
  file: string,
  { io, owner, ...options }: Omit<JournalOptions<Entry>, 'owner'> & { readonly owner?: JournalOwner },
): Promise<void> {
  const found = await scan(path.resolve(io.cwd, file), file, options);
  if (found && owner) requireOwner(found.header, owner, file);
}

/** The first line and where the last whole line ends; undefined: not even the first line is whole. */
async function scan<Entry>(
  resolved: string,
  file: string,
  { read, replay }: Pick<JournalOptions<Entry>, 'read' | 'replay'>,
): Promise<{ header: JournalHeader; end: number } | undefined> {
  let header: JournalHeader | undefined;
  const end = await scanJournal(resolved, file, (json) => {
    if (header === undefined) {
      header = readHeader(json);
      return header !== undefined;
    }
    const entry = read(json);
    if (entry !== undefined) replay(entry);
    return entry !== undefined;
  });
  return header && { header, end };
}

async function opened(resolved: string, file: string): Promise<FileHandle> {
  try {
    const handle = await open(resolved, 'a', 0o600);
    // somebody may have copied it here, readable by all
    await handle.chmod(0o600);
    return handle;
  } catch (error) {
    throw unwritable(error, file);
  }
}

interface Waiting {
  readonly line: string;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

class Writer {
  readonly #handle: FileHandle;
  readonly #file: string;
  #waiting: Waiting[] = [];
  #work: Promise<void> | undefined;
  #failure: CommandError | undefined;

  constructor(handle: FileHandle, file: string) {
    this.#handle = handle;
    this.#file = file;
  }

  async cut(end: number): Promise<void> {
    try {
      const { size } = await this.#handle.stat();
      if (size === end) return;
      await this.#handle.truncate(end);
      await this.#handle.datasync();
    } catch (error) {
      throw unwritable(error, this.#file);
    }
  }

  /** Writes the first line; the name of the file survives a power cut, too. */
  async begin(header: object, folder: string): Promise<void> {
    await this.cut(0);
    await this.append(header);
    await syncFolder(folder);
  }

  append(entry: unknown): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ line: `${JSON.stringify(entry)}\n`, resolve, reject });
      this.#work ??= this.#writeAll();
    });
  }

  async close(): Promise<void> {
    await this.#work;
    await this.#handle.close();
  }

  async #writeAll(): Promise<void> {
    // whoever calls in the same turn goes along
    await undefined;
    while (this.#waiting.length > 0) {
      const group = this.#waiting;
      this.#waiting = [];
      await this.#write(group.map(({ line }) => line).join(''));
      for (const { resolve, reject } of group) {
        if (this.#failure) reject(this.#failure);
        else resolve();
      }
    }
    this.#work = undefined;
  }

  /** After a failed write the end of the file is unknown: nothing may follow it. */
  async #write(text: string): Promise<void> {
    if (this.#failure) return;
    try {
      await this.#handle.appendFile(text);
      await this.#handle.datasync();
    } catch (error) {
      this.#failure = unwritable(error, this.#file);
    }
  }
}

const unwritable = (error: unknown, file: string) =>
  new CommandError(`the journal cannot be written: ${fileFault(error)}`, {
    where: file,
    next: 'make room or allow writing; then the same command goes on',
  });
