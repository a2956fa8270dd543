import { isUtf8 } from 'node:buffer';
import { openText } from '../csv/source.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** One line with its number, counted from 1: the object it holds, or why it holds none. */
export type NdjsonRow =
  | { readonly line: number; readonly value: JsonObject }
  | { readonly line: number; readonly problem: NdjsonProblem };

/** Why a line holds no object; quotes nothing of it. */
export type NdjsonProblem =
  | 'an empty line'
  | 'no JSON object'
  | 'text that is not UTF-8'
  | 'a line above a million characters';

/** Characters (UTF-16 units) of the longest line: one that never ends must not fill the memory. */
export const LONGEST_LINE = 1_000_000;
/** UTF-8 needs no more bytes for each of them. */
const MOST_BYTES = 3 * LONGEST_LINE;
const NEWLINE = 0x0a;
/** What bytes become that are no UTF-8; text may hold it, too. */
const LOST = '\uFFFD';

/**
 * Reads a file of JSON objects, one a line (NDJSON; UTF-8 with or without BOM, or UTF-16 with one). A line that holds
 * none is reported and reading goes on.
 */
export function readNdjson(file: string): AsyncGenerator<NdjsonRow> {
  return ndjsonIn(bytesOf(file));
}

async function* bytesOf(file: string): AsyncGenerator<Buffer> {
  const source = await openText(file);
  yield* source.read(0);
}

/**
 * The same of bytes that come in chunks, cut anywhere. Only a line feed ends a line, and a carriage return before it is
 * white space: the other ends of lines that Unicode knows, U+2028 for one, may stand inside a JSON string.
 */
export async function* ndjsonIn(chunks: AsyncIterable<Buffer>): AsyncGenerator<NdjsonRow> {
  let line = 0;
  let isFirst = true;
  for await (const block of blocksOf(chunks)) {
    for (const text of linesOf(isFirst ? withoutBom(block) : block)) yield rowOf(++line, text);
    isFirst = false;
  }
}

/** Whole lines, without the end of the last one; what is longer than any line may be is cut short. */
async function* blocksOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let begun: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(NEWLINE);
    if (end >= 0) {
      yield Buffer.concat([...begun, chunk.subarray(0, end)]);
      begun = [];
      length = 0;
    }
    const rest = chunk.subarray(end + 1);
    if (length <= MOST_BYTES) begun.push(rest);
    length += rest.length;
  }
  if (length > 0) yield Buffer.concat(begun);
}

const BOM = Buffer.from('\uFEFF');

const withoutBom = (block: Buffer): Buffer =>
  block.subarray(0, BOM.length).equals(BOM) ? block.subarray(BOM.length) : block;

/** The text of every line of a block; undefined: it is not UTF-8. */
function linesOf(block: Buffer): readonly (string | undefined)[] {
  const text = block.toString();
  return !text.includes(LOST) || isUtf8(block) ? text.split('\n') : [...cut(block)].map(readable);
}

function* cut(block: Buffer): Generator<Buffer> {
  let from = 0;
  for (let to = block.indexOf(NEWLINE); to >= 0; to = block.indexOf(NEWLINE, from)) {
    yield block.subarray(from, to);
    from = to + 1;
  }
  yield block.subarray(from);
}

function readable(bytes: Buffer): string | undefined {
  const text = bytes.toString();
  return text.length > LONGEST_LINE || isUtf8(bytes) ? text : undefined;
}

function rowOf(line: number, text: string | undefined): NdjsonRow {
  if (text === undefined) return { line, problem: 'text that is not UTF-8' };
  if (text.length > LONGEST_LINE) return { line, problem: 'a line above a million characters' };
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return { line, value: value as JsonObject };
  } catch {
    // said below: the parser's message quotes the line
  }
  return { line, problem: text.trim() === '' ? 'an empty line' : 'no JSON object' };
}
