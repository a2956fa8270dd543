import path from 'node:path';
import { CommandError, type Io } from '../command.ts';
import { startProgress } from '../progress.ts';
import { digestOf } from './digest.ts';
import { type ExportOptions, readLegacyExport } from './legacy-export.ts';
import { makePlan, type PlanOptions } from './make-plan.ts';
import { PlanTally, type PlanTotals } from './plan-tally.ts';
import { surveyExport } from './survey-export.ts';
import { openPlanWriter } from './write-plan.ts';

/** What decides about the people of an export. */
export type PlanExportSettings = Omit<PlanOptions, 'survey'> & Pick<ExportOptions, 'ignore'>;

/**
 * Reads the export twice, once for what only the whole file can say, and writes the plan, whole or not at all.
 *
 * @throws CommandError when the export cannot be read, the plan is in use or cannot be written, or somebody stops it
 */
export async function planExport(
  file: string,
  plan: string,
  settings: PlanExportSettings,
  io: Io,
): Promise<{ readonly totals: PlanTotals; readonly ownAttributes: readonly string[] }> {
  let ownAttributes: readonly string[] = [];
  const onHeader = (names: readonly string[]) => {
    ownAttributes = names;
  };
  const options = { ignore: settings.ignore, needsHash: settings.withoutHash === 'reset', onHeader };
  const survey = await surveyExport(readLegacyExport(file, options, io), io.signal).catch(stoppedEarly(io));
  const sourceDigest = await digestOf(file, io);
  const writer = await openPlanWriter(plan, io);
  const progress = startProgress(io, 'planning', survey.rows);
  const tally = new PlanTally();
  try {
    for await (const planned of makePlan(readLegacyExport(file, options, io), { ...settings, survey })) {
      io.signal.throwIfAborted();
      await writer.write(planned.line);
      tally.add(planned);
      progress.advance();
    }
    const { totals } = tally;
    const madeAt = new Date(io.clock.now()).toISOString();
    const head = { okta_hooks_plan: 1, source: path.basename(file), sourceDigest, madeAt } as const;
    await writer.finish({ ...head, counts: totals.counts });
    return { totals, ownAttributes };
  } catch (error) {
    return stoppedEarly(io)(error);
  } finally {
    progress.end();
    await writer.discard();
  }
}

const stoppedEarly =
  (io: Io) =>
  (error: unknown): never => {
    if (!io.signal.aborted) throw error;
    throw new CommandError('stopped; no plan was written', { next: 'the same command begins again' });
  };
