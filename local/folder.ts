import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from './error-code.ts';
import { fileFault } from './file-fault.ts';
import { LaptopError } from './laptop-error.ts';

/** What to do when the local folder cannot be used by `command`, such as `npm start`. */
export const anotherFolder = (command: string): string =>
  `choose another folder: LOCAL_FOLDER=~/okta-hooks ${command}`;

/**
 * Runs `work`, which reads and writes files of the local folder; a file or folder there that cannot be had becomes a
 * {@link LaptopError}, which names it and shows how `command` is given another folder.
 */
export async function inFolder<Result>(
  folder: string,
  work: () => Promise<Result>,
  command = 'npm start',
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const file = fileOf(error, folder);
    if (file === undefined) throw error;
    throw new LaptopError(
      `${shownPath(file)} cannot be used: ${fileFault(error)}: ${anotherFolder(command)}`,
    );
  }
}

/** The file or folder that a fault of the file system is about, in `folder` or above it. */
function fileOf(error: unknown, folder: string): string | undefined {
  if (errorCode(error) === undefined || !Object.hasOwn(Object(error), 'syscall')) return undefined;
  // a full disk shows at a file that is open, and then the system names none
  const file = path.resolve((error as NodeJS.ErrnoException).path ?? folder);
  return isWithin(file, folder) || isWithin(folder, file) ? file : undefined;
}

const isWithin = (inner: string, outer: string) => path.relative(outer, inner).split(path.sep)[0] !== '..';

/** An absolute path as people at work in this folder write it. */
export function shownPath(file: string): string {
  const here = process.cwd();
  return isWithin(file, here) && file !== here ? path.relative(here, file) : file;
}

/**
 * Creates a folder, given as an absolute path, and those above it that are missing; one that is there stays as it is.
 * Rejects with the system's error, `ENOTDIR` where a file is in the way.
 */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await make(folder);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT' || path.dirname(folder) === folder) throw error;
    // Node's own `recursive` goes on for ever where the folder above is there and takes none, as /proc does
    await makeFolder(path.dirname(folder));
    await make(folder);
  }
}

async function make(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    await stat(`${folder}${path.sep}`);
  }
}
