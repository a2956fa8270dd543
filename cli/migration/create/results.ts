import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { fileFault } from '../../../local/file-fault.ts';
import { CommandError, type Io } from '../../command.ts';
import { csvCell } from '../../csv-cell.ts';
import { replaceable } from '../../inputs-and-outputs.ts';
import type { CreatedPerson } from '../created.ts';
import type { Plan, PlannedPerson, RefusedRow } from '../plan-file.ts';

const COLUMNS = 'row,login,way,wave,status,oktaId,error\n';

/** What stands under `status`. */
const STATUS: Readonly<Record<CreatedPerson['state'], string>> = {
  begun: 'half created',
  created: 'half created',
  done: 'created',
  failed: 'failed',
};

/**
 * Writes a row of CSV for every row of the plan, readable by its owner only: where the person stands, and why Okta
 * refused them. The file of an earlier run is replaced as a whole.
 *
 * @throws CommandError when it cannot be written, or is no regular file
 */
export async function writeResults(
  name: string,
  { plan, states }: { readonly plan: Plan; readonly states: ReadonlyMap<number, CreatedPerson> },
  io: Pick<Io, 'cwd'>,
): Promise<void> {
  const file = replaceable(name, io);
  const draft = `${file}.part`;
  // one that a crash has left may be readable by all
  await rm(draft, { force: true }).catch(() => undefined);
  const stream = createWriteStream(draft, { mode: 0o600, flags: 'wx' });
  const ended = finished(stream);
  ended.catch(() => undefined);
  try {
    stream.write(COLUMNS);
    for await (const line of plan.lines()) {
      if (!stream.write(lineOf(line, states.get(line.row))))
        await Promise.race([once(stream, 'drain'), ended]);
    }
    stream.end();
    await ended;
    await rename(draft, file);
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(`the results cannot be written: ${fileFault(error)}`, {
      where: name,
      next: 'the same command writes them again; nobody is created twice',
    });
  }
}

function lineOf(line: PlannedPerson | RefusedRow, state: CreatedPerson | undefined): string {
  const cells =
    'refused' in line
      ? [line.row, line.login ?? '', '', '', 'refused', '', line.refused.join('; ')]
      : [
          line.row,
          String(line.profile['login']),
          line.way,
          line.wave,
          state ? STATUS[state.state] : 'not created',
          state?.id ?? '',
          state?.error ?? '',
        ];
  return `${cells.map(csvCell).join(',')}\n`;
}
