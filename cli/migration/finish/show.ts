import type { Io } from '../../command.ts';
import { formatTable, painter } from '../../output.ts';
import { duration } from '../../progress.ts';
import type { ProgrammeFiles } from '../programme-files.ts';
import { ADDRESS_FAULTS, type AddressFault } from './address.ts';
import type { Decision, Reason } from './decide.ts';
import type { Action, Channel } from './finished.ts';
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

const people = (count: number) => `${count.toLocaleString('en')} ${count === 1 ? 'person' : 'people'}`;

/** What is, or would be, done about everybody who is not done: a row for each kind of people and of doing. */
export function describeDecisions(decisions: readonly Decision[], io: Io): string {
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
export function describeEffort(chosen: readonly Decision[], { mailsPerHour }: FinishOptions): string {
  if (chosen.length === 0) return '';
  const mails = chosen.filter((one) => one.action !== 'nothing' && one.by === 'mail').length;
  const hours = Math.floor(Math.max(0, mails - 1) / mailsPerHour);
  const time = hours === 0 ? 'within the hour' : `in about ${duration(hours * 3600)}`;
  const limit = `${mailsPerHour.toLocaleString('en')} an hour at most (--mails-per-hour)`;
  return mails === 0
    ? `${people(chosen.length)}, no mails.`
    : `${people(chosen.length)}, ${mails.toLocaleString('en')} ${mails === 1 ? 'mail' : 'mails'}, ${time}: ${limit}.`;
}

const MOST_GROUPS = 5;

/** Why the programme has not ended: how many are left, in which groups, and what to do. */
export function describeLeft(result: FinishResult, io: Io): string {
  const { left, uncreated, appeared, hook } = result;
  const paint = painter(io);
  const lines: string[] = [];
  if (appeared > 0)
    lines.push(
      `While the hook was off ${people(appeared)} came who ${appeared === 1 ? 'needs' : 'need'} it: it is ACTIVE again. Find out who creates them.`,
    );
  if (left.length > 0) {
    lines.push(paint('bold', `${people(left.length)} left, so the password hook stays`));
    lines.push(describeGroups(left));
    if (left.some(({ action }) => action !== 'nothing'))
      lines.push('The same command with --yes goes on with those something can be done about.');
  }
  if (uncreated > 0)
    lines.push(
      `${people(uncreated)} of the plan ${uncreated === 1 ? 'waits' : 'wait'} for migrate create; --leave-uncreated ends without them.`,
    );
  if (hook.kind === 'foreign')
    lines.push(
      `The org's password hook ${hook.hook.id} is not the one of this deployment, by name and address: it is left alone. --keep-hook ends with it in place.`,
    );
  if (hook.kind === 'ours' && hook.hook.status !== 'ACTIVE' && left.length > 0)
    lines.push(
      paint(
        'yellow',
        'The password hook is INACTIVE: none of them can sign in. Run register --type password.',
      ),
    );
  return lines.join('\n');
}

function describeGroups(left: readonly Decision[]): string {
  const counts = new Map<string, number>();
  for (const { straggler } of left) {
    const names = straggler.planned ? straggler.planned.groups : ['(not in the plan)'];
    for (const name of names.length > 0 ? names : ['(no group)'])
      counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const sorted = [...counts].sort((a, b) => b[1] - a[1]);
  const shown = sorted.slice(0, MOST_GROUPS).map(([name, count]) => `${name} ${count.toLocaleString('en')}`);
  const rest = sorted.length > MOST_GROUPS ? `, and ${sorted.length - MOST_GROUPS} more groups` : '';
  return `By group: ${shown.join(', ')}${rest}`;
}

/** What stands around a result. */
export interface Telling {
  readonly options: FinishOptions;
  /** Whether it was carried out, or only shown. */
  readonly isDone: boolean;
  readonly files: Pick<ProgrammeFiles, 'final' | 'finished'>;
}

/** A run for the screen: what was or would be done, who is left, and the sheet. */
export function describeFinish(result: FinishResult, { options, isDone, files }: Telling, io: Io): string {
  const { decisions, chosen, sheet, interrupted, left } = result;
  const table = decisions.length === 0 ? '' : describeDecisions(decisions, io).trimEnd();
  const title = isDone ? 'Who is not done' : 'What would be done';
  const mayRemove = !isDone && !sheet.ended && left.length === 0 && result.hook.kind === 'ours';
  const parts = [
    isDone ? describeOutcomes(result) : '',
    table && `${painter(io)('bold', title)}\n${table}`,
    isDone ? '' : describeEffort(chosen, options),
    interrupted > 0
      ? `${people(interrupted)} ${interrupted === 1 ? 'was' : 'were'} in work when a run was stopped: --yes looks first.`
      : '',
    describeRefused(result, files.finished),
    describeLeft(result, io),
    mayRemove
      ? `Nobody needs the password hook ${sheet.hook.state === 'none' ? '' : sheet.hook.id}: --yes deactivates it, asks Okta once more, and deletes it.`
      : '',
    describeSheet(sheet, io),
    ending(result, isDone, files.final),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

const MOST_ROWS = 10;

function describeOutcomes({ chosen, outcomes }: FinishResult): string {
  if (chosen.length === 0) return '';
  const { done, unsure, unneeded } = outcomes;
  return [
    `Done: ${people(done)}.`,
    ...(unneeded > 0
      ? [`${people(unneeded)} came or changed meanwhile, and nothing was done about them.`]
      : []),
    ...(unsure > 0
      ? [`For ${people(unsure)} Okta gave no answer: the same command looks, and goes on.`]
      : []),
  ].join(' ');
}

function describeRefused({ refused }: FinishResult, journal: string): string {
  if (refused.length === 0) return '';
  const rows = `${refused.slice(0, MOST_ROWS).join(', ')}${refused.length > MOST_ROWS ? ' …' : ''}`;
  return `Okta refused ${people(refused.length)} (rows ${rows}): in its own words in ${journal}.`;
}

function ending({ sheet, removed, chosen }: FinishResult, isDone: boolean, sheetFile: string): string {
  if (isDone && sheet.ended && !removed && chosen.length === 0 && sheet.hook.state !== 'kept')
    return `The programme had ended before: nothing was changed. Its sheet is in ${sheetFile}.`;
  if (isDone) return sheet.ended ? `The sheet is in ${sheetFile}.` : '';
  return sheet.ended ? 'Nothing was changed.' : 'Nothing was done: --yes does it.';
}

/** The same for machines: counts and the sheet. */
export function finishJson(result: FinishResult, isDone: boolean) {
  const { decisions, chosen, outcomes, refused, left, uncreated, appeared, interrupted, sheet } = result;
  const counted = decisions.map(({ straggler: { kind }, ...decision }) => ({
    kind,
    action: decision.action,
    ...(decision.action === 'nothing' ? { because: decision.because } : { by: decision.by }),
  }));
  const groups = Map.groupBy(counted, (one) => JSON.stringify(one));
  return {
    dryRun: !isDone,
    stragglers: [...groups.values()].flatMap(([first, ...others]) =>
      first ? [{ ...first, people: others.length + 1 }] : [],
    ),
    chosen: chosen.length,
    outcomes,
    refused,
    left: left.length,
    uncreated,
    appeared,
    interrupted,
    sheet,
  };
}
