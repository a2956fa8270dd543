import type { Io } from '../../command.ts';
import { describeNext } from '../../command-line.ts';
import { formatTable, painter } from '../../output.ts';
import { duration } from '../../progress.ts';
import type { ProgrammeFiles } from '../programme-files.ts';
import { ADDRESS_FAULTS, type AddressFault } from './address.ts';
import { type Decision, isMeant, type Reason } from './decide.ts';
import type { Action, Channel } from './finished.ts';
import { describeLeft, people } from './left-show.ts';
import { describeOutcomes } from './outcomes-show.ts';
import type { FinishOptions, FinishResult } from './result.ts';
import { describeSheet } from './sheet-show.ts';
import { KINDS } from './stragglers.ts';

const DOES: Readonly<Record<Action, string>> = {
  reset: 'the old password ends, and a link to choose a new one',
  invite: 'invited: a link to choose a password',
  resend: 'another link to choose a password',
  reinvite: 'invited once more: another link to choose a password',
  deactivate: 'deactivated',
};
const CHANNEL: Readonly<Record<Channel, string>> = {
  mail: ' goes out by mail',
  link: ' goes to the file of --links, for the help desk',
  none: '',
};
const LEFT_ALONE: Readonly<Record<Reason, string>> = {
  suspended:
    'nothing: --suspended reset ends the suspension and sends a link, --suspended deactivate deactivates',
  unknown: 'nothing: --unknown reset sends them a link; --unknown ignore says that they need no hook',
  ignored: 'nothing, as --unknown ignore says',
  'no usable e-mail': 'nothing: no mail reaches them alone; --links <file> writes links for the help desk',
  waiting: 'nothing yet: their link is recent',
};

/** What is, or would be, done about everybody who is not done: a row for each kind of people and of doing. */
function describeDecisions(decisions: readonly Decision[], io: Io): string {
  const counts = new Map<string, { readonly cells: readonly [string, string]; count: number }>();
  for (const decision of decisions) {
    const cells = [`${decision.straggler.kind}: ${KINDS[decision.straggler.kind]}`, doing(decision)] as const;
    const key = cells.join('\n');
    const row = counts.get(key) ?? { cells, count: 0 };
    row.count += 1;
    counts.set(key, row);
  }
  const rows = [...counts.values()].map(({ cells: [who, what], count }) => [
    who,
    count.toLocaleString('en'),
    what,
  ]);
  const faults = describeFaults(decisions);
  return formatTable(io, ['who', 'people', 'what happens'], rows) + (faults && `${faults}\n`);
}

function doing(decision: Decision): string {
  if (decision.action === 'nothing') return LEFT_ALONE[decision.because];
  return DOES[decision.action] + CHANNEL[decision.by];
}

function describeFaults(decisions: readonly Decision[]): string {
  const counts = new Map<AddressFault, number>();
  for (const { straggler } of decisions) {
    const { fault, kind } = straggler;
    if (fault && kind !== 'waiting') counts.set(fault, (counts.get(fault) ?? 0) + 1);
  }
  const parts = [...counts].map(([fault, count]) => `${count.toLocaleString('en')} ${ADDRESS_FAULTS[fault]}`);
  return parts.length === 0 ? '' : `No usable e-mail: ${parts.join('; ')}.`;
}

/** How many mails a run sends and how long that takes under the limit. */
function describeEffort(chosen: readonly Decision[], { mailsPerHour }: FinishOptions): string {
  if (chosen.length === 0) return '';
  const mails = chosen.filter((one) => one.action !== 'nothing' && one.by === 'mail').length;
  const hours = Math.floor(Math.max(0, mails - 1) / mailsPerHour);
  const time = hours === 0 ? 'within the hour' : `in about ${duration(hours * 3600)}`;
  const limit = `${mailsPerHour.toLocaleString('en')} an hour at most (--mails-per-hour)`;
  return mails === 0
    ? `${people(chosen.length)}, no mails.`
    : `${people(chosen.length)}, ${mails.toLocaleString('en')} ${mails === 1 ? 'mail' : 'mails'}, ${time}: ${limit}.`;
}

/** What stands around a result. */
export interface Telling {
  readonly options: FinishOptions;
  /** Whether it was carried out, or only shown. */
  readonly isDone: boolean;
  readonly files: Pick<ProgrammeFiles, 'final' | 'finished'>;
  /** The commands that carry this out or go on with it, that look at everybody, and that create who is missing. */
  readonly lines: { readonly again: string; readonly whole: string; readonly create: string };
}

/** A run for the screen: what was or would be done, who is left, and the sheet. */
export function describeFinish(result: FinishResult, telling: Telling, io: Io): string {
  const { options, isDone, files } = telling;
  const { decisions, chosen, sheet, interrupted, left, unlisted } = result;
  const table = decisions.length === 0 ? '' : describeDecisions(decisions, io).trimEnd();
  const title = isDone ? 'Who is not done' : 'What would be done';
  const isLeft = left.length + unlisted > 0;
  const mayRemove = !isDone && !sheet.ended && !isLeft && result.hook.kind === 'ours';
  const parts = [
    isDone && chosen.length > 0 ? describeOutcomes(result.outcomes) : '',
    table && `${painter(io)('bold', title)}\n${table}`,
    isDone ? '' : describeEffort(chosen, options),
    interrupted > 0
      ? `${people(interrupted)} ${interrupted === 1 ? 'was' : 'were'} in work when a run was stopped: --yes looks first.`
      : '',
    describeRefused(result, files.finished),
    describeLeft(result, io),
    describeHashes(result, isDone),
    mayRemove
      ? `Nobody needs the password hook ${sheet.hook.state === 'none' ? '' : sheet.hook.id}: --yes deactivates it, asks Okta once more, and deletes it.`
      : '',
    describeSheet(sheet, io),
    ending(result, isDone, files.final),
    describeSteps(result, telling, mayRemove, io),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function describeSteps(
  { left, uncreated, sheet }: FinishResult,
  { options, lines }: Telling,
  mayRemove: boolean,
  io: Io,
): string {
  if (sheet.ended) return '';
  const open = left.filter(({ action }) => action !== 'nothing');
  const goesOn = mayRemove || open.some(({ straggler }) => isMeant(straggler, options));
  const next = [
    ...(uncreated > 0 && !options.leaveUncreated ? [lines.create] : []),
    ...(goesOn ? [lines.again] : open.length > 0 ? [lines.whole] : []),
  ];
  return next.length === 0 ? '' : describeNext(next, io);
}

const hashesOf = (count: number) => `${count.toLocaleString('en')} legacy ${count === 1 ? 'hash' : 'hashes'}`;

/** What became of the legacy hashes of people with a link, or would. */
function describeHashes({ hashes }: FinishResult, isDone: boolean): string {
  if (!hashes) return '';
  const { table, ended, open, problem } = hashes;
  const lines = [
    ...(ended > 0
      ? [
          `${hashesOf(ended)} of people with a link ${ended === 1 ? 'is' : 'are'} left to the daily clean-up: it deletes them when the holding time is over.`,
        ]
      : []),
    ...(!isDone && open > 0
      ? [
          `--yes leaves ${hashesOf(open)} of people with a link to the daily clean-up, which deletes them after the holding time (setting holdingDays).`,
        ]
      : []),
    ...(problem
      ? [
          `${hashesOf(open)} of people with a link could not be left to the clean-up: the table ${table} ${problem.what}. To do: ${problem.next}; then the same command goes on.`,
        ]
      : []),
  ];
  return lines.join('\n');
}

const MOST_ROWS = 10;

function describeRefused({ refused }: FinishResult, journal: string): string {
  if (refused.length === 0) return '';
  const rows = `${refused.slice(0, MOST_ROWS).join(', ')}${refused.length > MOST_ROWS ? ' …' : ''}`;
  return `Okta refused ${people(refused.length)} (rows ${rows}): in its own words in ${journal}.`;
}

function ending(
  { sheet, removed, chosen, hashes }: FinishResult,
  isDone: boolean,
  sheetFile: string,
): string {
  const isUnchanged = !removed && chosen.length === 0 && (hashes?.ended ?? 0) === 0;
  if (isDone && sheet.ended && isUnchanged && sheet.hook.state !== 'kept')
    return `The programme had ended before: nothing was changed. Its sheet is in ${sheetFile}.`;
  if (isDone) return sheet.ended ? `The sheet is in ${sheetFile}.` : '';
  return sheet.ended ? 'Nothing was changed.' : 'Nothing was done: --yes does it.';
}
