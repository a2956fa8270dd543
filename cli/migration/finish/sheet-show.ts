import type { Io } from '../../command.ts';
import { formatTable, painter } from '../../output.ts';
import type { FinalSheet } from './sheet.ts';
import { ENDING_HEAD, endingRows, headline, remarks, sheetFacts, stepsAfter } from './sheet-words.ts';

/** The final sheet for the screen. */
export function describeSheet(sheet: FinalSheet, io: Io): string {
  const paint = painter(io);
  const facts = sheetFacts(sheet);
  const width = Math.max(...facts.map(([label]) => label.length));
  const steps = stepsAfter(sheet);
  const rows = endingRows(sheet).map(({ name, means, counts }) => [`${name}: ${means}`, ...counts]);
  return [
    paint('bold', sheet.ended ? 'Final sheet' : 'The sheet as it stands'),
    ...facts.map(([label, value]) => `  ${label.padEnd(width)}  ${value}`),
    formatTable(io, ENDING_HEAD, rows).trimEnd(),
    ...remarks(sheet),
    paint(sheet.ended ? 'green' : 'yellow', headline(sheet)),
    ...(steps.length === 0 ? [] : ['', paint('bold', 'Left to do'), ...steps.map((step) => `  ${step}`)]),
  ].join('\n');
}
