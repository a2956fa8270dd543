import type { Io } from '../command.ts';

/** What a journal is about, and how its entries are read. */
export interface JournalOptions<Entry> {
  /** What the journal belongs to: the digest of the plan. A journal of another subject is refused. */
  readonly subject: string;
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
 * @throws CommandError when somebody else has it open, when it belongs to another subject, or is damaged
 */
export declare function openJournal<Entry>(
  file: string,
  options: JournalOptions<Entry>,
): Promise<Journal<Entry>>;

/**
 * Reads a journal that another process may be writing; a torn last line is left out.
 *
 * @returns its subject; undefined: there is no such file
 * @throws CommandError when it cannot be read or is damaged
 */
export declare function readJournal<Entry>(
  file: string,
  options: Omit<JournalOptions<Entry>, 'subject'>,
): Promise<string | undefined>;
