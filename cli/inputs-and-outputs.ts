import { readlinkSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { CommandError, type Io, UsageError } from './command.ts';

/** What a file is to people, such as `--out` or `the export itself`, and its name; undefined: it was not given. */
export type NamedFile = readonly [what: string, file: string | undefined];

/** The files of one run; relative names start at `io.cwd`. */
export interface RunFiles {
  /** What the run reads, or must not lose. */
  readonly inputs: readonly NamedFile[];
  /** What it writes, in any way. */
  readonly outputs: readonly NamedFile[];
}

/**
 * Refuses outputs that are inputs, or each other, before anything is written. Files are compared and not their names:
 * links of both kinds lead to one file, and so does another case where the disk has none. The private key for Okta is an
 * input of every run. What is no regular file, such as `/dev/null`, takes anything.
 *
 * @throws UsageError
 */
export function requireSeparateFiles(
  { inputs, outputs }: RunFiles,
  { cwd, env }: Pick<Io, 'cwd' | 'env'>,
): void {
  const known = new Map<string, string>();
  const key: NamedFile = ['the private key for Okta', env['OKTA_PRIVATE_KEY_FILE'] || undefined];
  for (const [what, file] of [...inputs, key]) {
    const identity = file === undefined ? undefined : identityOf(path.resolve(cwd, file));
    if (identity !== undefined && !known.has(identity)) known.set(identity, what);
  }
  for (const [what, file] of outputs) {
    const identity = file === undefined ? undefined : identityOf(path.resolve(cwd, file));
    if (file === undefined || identity === undefined) continue;
    const other = known.get(identity);
    if (other !== undefined) throw overwriting(what, other, file);
    known.set(identity, what.startsWith('--') ? `the file of ${what}` : what);
  }
}

/** The refusal of an output that would take the place of something else. */
export const overwriting = (output: string, other: string, file: string): UsageError =>
  new UsageError(`${output} would write over ${other}`, { where: file, next: 'give it another name' });

/**
 * Where a file lies that is replaced as a whole, by one that is written beside it and renamed: links are followed, so that
 * they stay what they are.
 *
 * @returns an absolute path
 * @throws CommandError when something is there that is no regular file, such as a device: it would be gone
 */
export function replaceable(name: string, { cwd }: Pick<Io, 'cwd'>): string {
  const file = followed(path.resolve(cwd, name));
  if (statOf(file)?.isFile() === false)
    throw new CommandError('the file cannot be replaced: it is no regular file', {
      where: name,
      next: 'give the name of a file',
    });
  return file;
}

/** Whether something is there that can be read to its end; a pipe would be waited for. */
export const isFile = (name: string, { cwd }: Pick<Io, 'cwd'>): boolean =>
  statOf(path.resolve(cwd, name))?.isFile() ?? false;

/** Equal for names of one file, whether or not it is there; undefined for what is no regular file. */
function identityOf(resolved: string): string | undefined {
  const file = followed(resolved);
  const found = statOf(file);
  if (found) return found.isFile() ? `${found.dev}:${found.ino}` : undefined;
  const folder = statOf(path.dirname(file));
  const inFolder = folder ? `${folder.dev}:${folder.ino}` : path.dirname(file);
  // nobody knows yet whether the disk will tell them apart
  return path.join(inFolder, path.basename(file).normalize('NFC').toLowerCase());
}

/** As many as Linux follows (path_resolution(7)). */
const MOST_LINKS = 40;

/** The end of a chain of links, which need not be there. */
function followed(resolved: string, links = 0): string {
  const folder = attempt(() => realpathSync(path.dirname(resolved))) ?? path.dirname(resolved);
  const file = path.join(folder, path.basename(resolved));
  const target = attempt(() => readlinkSync(file));
  if (target === undefined || links >= MOST_LINKS) return file;
  return followed(path.resolve(folder, target), links + 1);
}

const statOf = (file: string) => attempt(() => statSync(file, { bigint: true }));

/** Undefined where the system says no: whoever opens the file is told why. */
function attempt<Found>(look: () => Found): Found | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
