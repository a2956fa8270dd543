import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from '../../local/error-code.ts';
import { CommandError, type Io } from '../command.ts';
import { openRowsFile } from '../rows-file.ts';
import type { PlanHeader, PlannedPerson, RefusedRow } from './plan-file.ts';
import { programmeFiles } from './programme-files.ts';

/** A plan that is being written; it appears under its name when it is whole, and not before. */
export interface PlanWriter {
  write(line: PlannedPerson | RefusedRow): Promise<void>;
  /** Puts the header before the lines and gives the file its name. */
  finish(header: PlanHeader): Promise<void>;
  /** Removes what is left of an unfinished plan; harmless after `finish`. */
  discard(): Promise<void>;
}

/**
 * Begins a plan that only its owner can read.
 *
 * @throws CommandError when people were created by the plan that is there
 */
export async function openPlanWriter(file: string, io: Pick<Io, 'cwd'>): Promise<PlanWriter> {
  await refuseInUse(file, io);
  const plan = path.resolve(io.cwd, file);
  const lines = `${plan}.lines.tmp`;
  const whole = `${plan}.tmp`;
  const rows = openRowsFile(lines, io);
  return {
    write: (line) => rows.write(line),
    finish: async (header) => {
      await rows.close();
      try {
        await join(header, lines, whole);
        await rename(whole, plan);
      } catch (error) {
        throw new CommandError(`the plan cannot be written (${errorCode(error) ?? 'unknown cause'})`, {
          where: file,
        });
      }
    },
    discard: async () => {
      await rows.close().catch(() => undefined);
      await Promise.all([lines, whole].map((left) => rm(left, { force: true })));
    },
  };
}

/** A journal belongs to one plan: a new one in its place would leave its people without. */
async function refuseInUse(file: string, io: Pick<Io, 'cwd'>): Promise<void> {
  const { created, finished } = programmeFiles(file);
  for (const journal of [created, finished]) {
    const isThere = await access(path.resolve(io.cwd, journal)).then(
      () => true,
      () => false,
    );
    if (isThere)
      throw new CommandError('a programme follows this plan already: it has a journal', {
        where: journal,
        next: 'give the new plan another name with --out, or move the journal away',
      });
  }
}

async function join(header: PlanHeader, lines: string, whole: string): Promise<void> {
  const target = await open(whole, 'w', 0o600);
  try {
    await target.writeFile(`${JSON.stringify(header)}\n`);
    for await (const chunk of createReadStream(lines)) await target.writeFile(chunk);
    await target.sync();
  } finally {
    await target.close();
  }
}

/** SHA-256 of a file, hex. */
export async function digestOf(file: string, io: Pick<Io, 'cwd'>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path.resolve(io.cwd, file))) hash.update(chunk);
  return hash.digest('hex');
}
