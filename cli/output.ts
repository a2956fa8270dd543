import { open } from 'node:fs/promises';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import Table from 'cli-table3';
import { fileFault } from '../local/file-fault.ts';
import { createPaint, type Paint } from '../local/paint.ts';
import { jsonText, ownText, toScreen } from '../local/screen.ts';
import { CommandError, type Io } from './command.ts';
import { OWNER_ONLY, restrictToOwner } from './owner-only.ts';

const NARROWEST_COLUMN = 8;
/** What a table puts beside the text of a cell. */
const PADDING = 2;

/** Paints for the screen of this run; plain text where colours are not wanted. */
export function painter(io: Io): Paint {
  return createPaint(io.color);
}

/** Somebody else's text inside a line of ours: it cannot forge further lines. */
export const oneLine = (text: string): string => text.replace(/\s*[\r\n]\s*/g, ' ');

/** Prints a command's result: as JSON for machines, or as the text `forPeople` makes. */
export function printResult(io: Io, json: boolean, result: unknown, forPeople: () => string): void {
  io.stdout.write(json ? `${jsonText(result, 2)}\n` : `${forPeople().trimEnd()}\n`);
}

/** Writes a result that may hold a secret or people to a file that only its owner can read. */
export async function writeOutput(file: string, text: string, io: Pick<Io, 'cwd'>): Promise<void> {
  try {
    await using handle = await open(path.resolve(io.cwd, file), 'w', OWNER_ONLY);
    restrictToOwner(handle.fd);
    await handle.writeFile(text);
  } catch (error) {
    throw new CommandError(`the file cannot be written: ${fileFault(error)}`, {
      where: file,
    });
  }
}

type Row = readonly string[];

/**
 * A table no wider than the terminal: its widest columns give way and wrap their text, words that are too long included.
 * Cells may be painted.
 */
export function formatTable(io: Io, head: Row, rows: readonly Row[]): string {
  const titles = head.map((title) => painter(io)('bold', title));
  const roomy = render(io, titles, rows, []);
  const widths = fitColumns(roomy.widths, io.columns);
  return `${widths === roomy.widths ? roomy.text : render(io, titles, rows, widths).text}\n`;
}

function render(io: Io, head: Row, rows: readonly Row[], colWidths: readonly number[]) {
  const table = new Table({
    head: head.map(toScreen),
    colWidths: [...colWidths],
    wordWrap: true,
    style: { head: [], border: io.color ? ['grey'] : [] },
  });
  const fit = (cell: string, column: number) => {
    const width = colWidths[column];
    return width === undefined ? cell : cutWords(cell, width - PADDING);
  };
  table.push(...rows.map((row) => row.map(toScreen).map(fit)));
  const text = ownText(table.toString());
  // rendering leaves the widths it chose in the options
  return { text, widths: table.options.colWidths.map((width) => width ?? 0) };
}

/** The same widths if they fit into `columns`, else new ones made by narrowing the widest again and again. */
function fitColumns(widths: readonly number[], columns: number): readonly number[] {
  let excess = widths.reduce((sum, width) => sum + width + 1, 1) - columns;
  if (excess <= 0) return widths;
  const fitted = [...widths];
  for (; excess > 0; excess -= 1) {
    const widest = Math.max(...fitted);
    if (widest <= NARROWEST_COLUMN) break;
    fitted[fitted.indexOf(widest)] = widest - 1;
  }
  return fitted;
}

/** Words longer than a line, such as logins, on several: the table itself would drop their ends. Painted words are short. */
function cutWords(text: string, width: number): string {
  return text.replace(/\S+/g, (word) =>
    stripVTControlCharacters(word) === word ? cutWord(word, width) : word,
  );
}

function cutWord(word: string, width: number): string {
  const signs = [...word];
  const lines: string[] = [];
  while (signs.length > width) {
    const joint = signs.slice(0, width).findLastIndex((sign) => '@.,:/_-('.includes(sign)) + 1;
    lines.push(signs.splice(0, joint > width / 2 ? joint : width).join(''));
  }
  return [...lines, signs.join('')].join('\n');
}
