import { createReadStream } from 'node:fs';
import { Comparison, type Differences } from '../../rehearsal/compare/comparison.ts';
import type { EarlierRows } from '../../rehearsal/compare/earlier-rows.ts';
import { type RehearsalOptions, rehearse } from '../../rehearsal/job/rehearse.ts';
import { RowUnusable } from '../../rehearsal/job/row-rehearsal.ts';
import type { Report } from '../../rehearsal/report/report.ts';
import { Tally, type Totals } from '../../rehearsal/report/tally.ts';
import { CommandError, type Io } from '../command.ts';
import { startProgress } from '../progress.ts';
import { openRowsFile } from '../rows-file.ts';
import { unreadable } from '../unreadable.ts';
import type { ReadyHook } from './hook.ts';

/** A rehearsal and where its rows go. */
export interface Play extends Omit<RehearsalOptions, 'signal'> {
  readonly hook: ReadyHook;
  /** The file of the people, by the name the user gave it and by its path. */
  readonly file: { readonly name: string; readonly path: string };
  /** Name of the file of `--out`. */
  readonly out: string | undefined;
  readonly report: Report | undefined;
  readonly earlier: EarlierRows | undefined;
}

/** What a rehearsal came to. */
export interface Played {
  readonly totals: Totals;
  readonly differences: Differences | undefined;
  readonly milliseconds: number;
}

/** Plays the import row by row, with progress for whoever watches; what stops it is a message for people. */
export async function play(options: Play, io: Io): Promise<Played> {
  const { file, out, report, earlier, hook } = options;
  const total = io.watched ? (await countLines(file.path)) - 1 : undefined;
  const work = rehearse({ ...options, signal: io.signal });
  const rows = await openRowsFile(out, io);
  const progress = startProgress(io, 'rehearsing', total);
  const tally = new Tally();
  const comparison = earlier && new Comparison(earlier);
  try {
    for (let step = await work.next(); ; step = await work.next()) {
      if (step.done) {
        const { milliseconds } = step.value;
        return { totals: tally.totals(), differences: comparison?.differences(), milliseconds };
      }
      const row = step.value;
      hook.check();
      tally.count(row);
      await rows.write(row);
      const before = comparison?.compare(row);
      await report?.add(row, before);
      progress.advance();
    }
  } catch (error) {
    throw messageFor(error, tally.totals().rows, options, io) ?? error;
  } finally {
    progress.end();
    await work.return({ rows: 0, milliseconds: 0 });
    await rows.close();
  }
}

function messageFor(error: unknown, rows: number, { file, out }: Play, io: Io): CommandError | undefined {
  if (io.signal.aborted) {
    const next = rows === 0 ? 'the same command begins again' : whereabouts(out);
    return new CommandError(`stopped after ${rows.toLocaleString('en')} people`, { next });
  }
  if (error instanceof RowUnusable)
    return new CommandError(error.message, { where: file.name, next: 'mend the row, or leave --strict out' });
  return unreadable(error, file.name);
}

const whereabouts = (out: string | undefined) =>
  out === undefined ? 'with --out, they would be in a file' : `they are in ${out}`;

/** Lines of a file, which are about its rows; one that cannot be read has none, and says so when it is read. */
async function countLines(file: string): Promise<number> {
  let lines = 0;
  try {
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines += 1;
    }
  } catch {
    return 0;
  }
  return lines;
}
