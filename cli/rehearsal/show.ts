import type { Differences } from '../../rehearsal/compare/comparison.ts';
import type { EarlierRow } from '../../rehearsal/compare/earlier-rows.ts';
import { OUTCOMES } from '../../rehearsal/report/page-row.ts';
import type { Found, Totals } from '../../rehearsal/report/tally.ts';
import type { Io } from '../command.ts';
import { formatTable, painter } from '../output.ts';
import type { Played } from './play.ts';

const MOST_RULES = 10;
const number = (count: number) => count.toLocaleString('en');
const line = ({ name, count }: { readonly name: string; readonly count: number }) => [name, number(count)];

type Rows = readonly (readonly string[])[];
type Section = (title: string, head: readonly string[], rows: Rows) => string;

/** A rehearsal for people: the totals, then whatever somebody should look at. `timed`: how long calls took matters. */
export function describeRehearsal({ totals, differences }: Played, timed: boolean, io: Io): string {
  const section: Section = (title, head, rows) =>
    rows.length === 0 ? '' : `${painter(io)('bold', title)}\n${formatTable(io, head, rows)}\n`;
  const rules = totals.rules.slice(0, MOST_RULES);
  const slow = timed ? totals.slowest : [];
  return [
    section('Rehearsal', ['outcome', 'people'], outcomes(totals, io)),
    section('Most used rules', ['rule', 'people'], rules.map(line)),
    section(
      'Why people need somebody',
      ['reason', 'people', 'first row'],
      totals.reasons.map((reason) => [...line(reason), number(reason.firstRow)]),
    ),
    section('Collisions inside the file', LOGINS, loginRows(totals.collisions)),
    section('Short names that become ambiguous', LOGINS, loginRows(totals.ambiguousShortNames)),
    section(
      'Slowest calls',
      ['row', 'milliseconds'],
      slow.map(({ row, milliseconds }) => [number(row), number(Math.round(milliseconds))]),
    ),
    ...(differences ? differenceSections(differences, section) : []),
  ].join('');
}

function outcomes({ outcomes, rows, loginsChanged, weakOwners }: Totals, io: Io): Rows {
  const bold = (text: string) => painter(io)('bold', text);
  return [
    ...OUTCOMES.map((outcome) => [outcome, number(outcomes[outcome])]),
    [bold('all'), bold(number(rows))],
    ['login changed', number(loginsChanged)],
    ['weak owner: nothing identifies them', number(weakOwners)],
  ];
}

const LOGINS = ['row', 'login wanted', 'login given'];

function loginRows({ count, first }: Found): Rows {
  const rows = first.map(({ row, loginBefore, loginAfter }) => [number(row), loginBefore, loginAfter]);
  const more = count - first.length;
  return more > 0 ? [...rows, ['…', `and ${number(more)} more`, '']] : rows;
}

function differenceSections(
  { different, kinds, first, added, gone }: Differences,
  section: Section,
): string[] {
  const counts = [
    { name: 'come out differently', count: different },
    ...kinds.map(({ name, count }) => ({ name: `  ${name}`, count })),
    { name: 'were not in it', count: added },
    { name: 'were in it only', count: gone },
  ];
  const told = ({ outcome, loginAfter }: EarlierRow) => `${outcome}\n${loginAfter}`;
  const people = first.map(({ row, before, after }) => [number(row), told(before), told(after)]);
  return [
    section('Against the earlier rehearsal', ['people who', ''], counts.map(line)),
    section('The first who come out differently', ['row', 'then', 'now'], people),
  ];
}
