import { errorCode } from './error-code.ts';

/** What usually stands behind a code of the operating system. */
const MEANING: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of its path is no folder',
  EISDIR: 'it is a folder',
  EACCES: 'this user may not',
  EPERM: 'this user may not',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
};

/** Why a file cannot be read or written, in words with the system's code; the words name no file. */
export function fileFault(error: unknown): string {
  const code = errorCode(error);
  const meaning = code && MEANING[code];
  return meaning ? `${meaning} (${code})` : (code ?? 'unknown cause');
}
