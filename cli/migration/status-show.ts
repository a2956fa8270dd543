import type { Io } from '../command.ts';
import { commandLine, describeNext } from '../command-line.ts';
import { formatTable, painter } from '../output.ts';
import { type Figures, GROUPS_SHOWN, type Part } from './figures.ts';
import { forecastWords } from './forecast-words.ts';
import { STATE_NAMES, STATES } from './standing.ts';
import { burnDownText } from './text-chart.ts';

const number = (count: number) => count.toLocaleString('en');
const MOST_DAYS = 7;

/**
 * The figures for the screen, and what to do next; whoever is in them appears as a row of the plan or as an id of Okta.
 */
export function describeStatus(
  figures: Figures,
  { plan, outputs }: { readonly plan: string; readonly outputs: string },
  io: Io,
): string {
  const bold = (text: string) => painter(io)('bold', text);
  const sections = [
    stateTable(figures, io),
    `${bold('By wave')}\n${partTable('wave', figures.waves, io)}`,
    groupSection(figures, io),
    daySection(figures, io),
    [bold('People who need the password hook'), burnDownText(figures, io.columns), forecastWords(figures)]
      .filter((part) => part !== '')
      .join('\n'),
    hashWords(figures),
    contradictionSection(figures, io),
    callSection(figures, io),
    describeNext([commandLine(['migrate', nextVerb(figures), plan], outputs)], io),
  ];
  return sections.filter((section) => section !== '').join('\n\n');
}

/** Without --yes, `migrate finish` shows what the end would be, and changes nothing. */
const nextVerb = ({ states }: Figures): string =>
  states['not created'] + states['half created'] > 0 ? 'create' : 'finish';

function stateTable({ states, people, needHook }: Figures, io: Io): string {
  const rows = STATE_NAMES.filter((state) => states[state] > 0).map((state) => [
    state,
    number(states[state]),
    STATES[state],
  ]);
  const total = [
    'everybody of the plan',
    number(people),
    `${number(needHook)} of them need the password hook`,
  ];
  return formatTable(io, ['state', 'people', 'what it means'], [...rows, total]).trimEnd();
}

function partTable(title: string, parts: readonly Part[], io: Io): string {
  const rows = parts.map(({ name, people, needHook, states }) => [
    name === '' ? `(no ${title})` : name,
    ...[
      people,
      states.migrated + states.imported,
      needHook,
      states['tried and failed'],
      states.recovering + states['to be invited'],
      states.failed,
    ].map(number),
  ]);
  const head = [title, 'people', 'done', 'need hook', 'tried and failed', 'by link', 'failed'];
  return formatTable(io, head, rows).trimEnd();
}

function groupSection({ groups, otherGroups }: Figures, io: Io): string {
  if (groups.length === 0) return '';
  const rest = otherGroups.people === 0 ? [] : [{ ...otherGroups, name: 'in none of these' }];
  const which =
    groups.length < GROUPS_SHOWN ? '' : `the ${GROUPS_SHOWN} with the most people who need the hook; `;
  const title = painter(io)('bold', `By group (${which}who is in several counts in each)`);
  return `${title}\n${partTable('group', [...groups, ...rest], io)}`;
}

function daySection({ days }: Figures, io: Io): string {
  if (days.length === 0) return '';
  const rows = days
    .slice(-MOST_DAYS)
    .map(({ day, created, migrated, left }) => [day, ...[created, migrated, left].map(number)]);
  const table = formatTable(io, ['day (UTC)', 'created', 'migrated', 'need hook'], rows).trimEnd();
  return `${painter(io)('bold', 'By day')}\n${table}`;
}

function hashWords({ hashes: { held, deleted, none } }: Figures): string {
  return `Legacy hashes of the hook's people: ${number(held)} held, ${number(deleted)} deleted, ${number(none)} never loaded.`;
}

function contradictionSection({ disagreements }: Figures, io: Io): string {
  if (disagreements.length === 0) return 'The ledger, Okta and its events agree.';
  const paint = painter(io);
  const texts = disagreements.map(({ kind, people, means, next, first }) =>
    [
      `${paint('yellow', kind)}: ${number(people)}`,
      `  means  ${means}`,
      `  next   ${next}`,
      `  ${typeof first[0] === 'number' ? 'rows ' : 'ids  '}  ${first.join(', ')}${people > first.length ? ' …' : ''}`,
    ].join('\n'),
  );
  return [paint('bold', 'Where the ledger, Okta and its events disagree'), ...texts].join('\n');
}

function callSection({ callFirst }: Figures, io: Io): string {
  if (callFirst.length === 0) return '';
  const rows = callFirst.map(({ row, id, state, failures, waitingDays }) => [
    String(row),
    id,
    state,
    String(failures),
    String(waitingDays),
  ]);
  const table = formatTable(io, ['row', 'Okta id', 'state', 'failures', 'days waiting'], rows).trimEnd();
  return `${painter(io)('bold', 'Call first (--out writes everybody with login and address)')}\n${table}`;
}
