import { createReadStream } from 'node:fs';
import { type FileHandle, open, readFile } from 'node:fs/promises';

const NEWLINE = 0x0a;

/** The UTF-8 bytes of a file, from anywhere. */
export interface TextSource {
  read(from: number): AsyncIterable<Buffer>;
  /** Where the next line begins behind a position; undefined: there is none. */
  lineAfter(from: number): Promise<number | undefined>;
}

/** Opens a file of text: UTF-8, or UTF-16 with the BOM that Excel writes, which is read as a whole. */
export async function openText(file: string): Promise<TextSource> {
  const encoding = await utf16Of(file);
  if (!encoding) return fileSource(file);
  const bytes = Buffer.from(new TextDecoder(encoding).decode(await readFile(file)));
  return {
    read: async function* (from) {
      yield bytes.subarray(from);
    },
    lineAfter: async (from) => {
      const found = bytes.indexOf(NEWLINE, from);
      return found < 0 ? undefined : found + 1;
    },
  };
}

async function utf16Of(file: string): Promise<'utf-16le' | 'utf-16be' | undefined> {
  const [first, second] = await reading(file, async (handle) => {
    const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return buffer;
  });
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}

function fileSource(file: string): TextSource {
  return {
    read: (from) => createReadStream(file, { start: from }),
    lineAfter: (from) => reading(file, (handle) => lineAfter(handle, from)),
  };
}

async function lineAfter(handle: FileHandle, from: number): Promise<number | undefined> {
  const buffer = Buffer.alloc(64 * 1024);
  for (let at = from; ; ) {
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, at);
    if (bytesRead === 0) return undefined;
    const found = buffer.subarray(0, bytesRead).indexOf(NEWLINE);
    if (found >= 0) return at + found + 1;
    at += bytesRead;
  }
}

async function reading<Answer>(file: string, work: (handle: FileHandle) => Promise<Answer>): Promise<Answer> {
  const handle = await open(file);
  try {
    return await work(handle);
  } finally {
    await handle.close();
  }
}
