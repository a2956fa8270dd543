import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Io } from '../command.ts';
import { chunksOf } from './chunks.ts';

/** SHA-256 of a file, hex. */
export async function digestOf(file: string, io: Pick<Io, 'cwd'>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of chunksOf(path.resolve(io.cwd, file))) hash.update(chunk);
  return hash.digest('hex');
}
