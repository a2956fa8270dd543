import { access, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileFault } from '../../local/file-fault.ts';
import { CommandError, type Io } from '../command.ts';
import { replaceable } from '../inputs-and-outputs.ts';
import { chunksOf } from './chunks.ts';
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
 * @throws CommandError when people were created by the plan that is there, or what is there is no file
 */
export async function openPlanWriter(file: string, io: Pick<Io, 'cwd'>): Promise<PlanWriter> {
  const plan = replaceable(file, io);
  // by a link two names lead to one plan
  await refuseInUse(file, io);
  await refuseInUse(plan, io);
  const [lines, whole] = [`${plan}.lines.tmp`, `${plan}.tmp`];
  const guarded = unwritable(file);
  const target = await open(lines, 'w', 0o600).catch(guarded);
  let held = '';
  const flush = async () => {
    const text = held;
    held = '';
    await target.appendFile(text).catch(guarded);
  };
  return {
    write: async (line) => {
      held += `${JSON.stringify(line)}\n`;
      if (held.length >= BATCH) await flush();
    },
    finish: async (header) => {
      await flush();
      await join(header, lines, whole).catch(guarded);
      await rename(whole, plan).catch(guarded);
    },
    discard: async () => {
      await target.close();
      await Promise.all([lines, whole].map((left) => rm(left, { force: true })));
    },
  };
}

/** Characters. */
const BATCH = 32 * 1024;

const unwritable =
  (where: string) =>
  (error: unknown): never => {
    throw new CommandError(`the plan cannot be written: ${fileFault(error)}`, { where });
  };

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
    for await (const chunk of chunksOf(lines)) await target.writeFile(chunk);
    await target.sync();
  } finally {
    await target.close();
  }
}
