import type { Io } from '../command.ts';
import { commandLine, describeNext } from '../command-line.ts';
import { formatTable, painter } from '../output.ts';
import { duration } from '../progress.ts';
import { type PlanTotals, type Said, secondsOf, sumOf } from './plan-tally.ts';
import { WAYS, type Way } from './ways.ts';

const MOST_WAVES = 15;

/** What the person is shown beside the totals. */
export interface PlanFacts {
  /** As given on the command line. */
  readonly source: string;
  readonly plan: string;
  /** Requests a minute that each endpoint of Okta takes. */
  readonly rateLimit: number;
  /** Columns that become attributes Okta's own profile does not have. */
  readonly ownAttributes: readonly string[];
  /** Options that `credentials load` needs as well, such as `--format`, `joomla`. */
  readonly formatOptions: readonly string[];
}

const MEANING: Readonly<Record<Way, string>> = {
  hash: 'Okta takes the hash; they sign in as ever, no hook',
  hook: 'the password hook checks the first sign-in',
  reset: 'staged; invited to choose a password at the end',
};

const number = (count: number) => count.toLocaleString('en');
const several = (count: number, one: string, many: string) => `${number(count)} ${count === 1 ? one : many}`;
type Rows = readonly (readonly string[])[];

/** A plan for people: who goes which way and why, what was refused, how long it takes, and what to do next. */
export function describePlan(totals: PlanTotals, facts: PlanFacts, io: Io): string {
  const paint = painter(io);
  const section = (title: string, head: readonly string[], rows: Rows) =>
    rows.length === 0 ? '' : `${paint('bold', title)}\n${formatTable(io, head, rows)}\n`;
  return [
    section('Plan', ['way', 'people', 'what happens'], wayRows(totals, io)),
    section('Passwords', ['format', 'people', 'way', 'why'], formatRows(totals)),
    totals.waves.length > 1 ? section('Waves', ['wave', ...WAYS, 'people'], waveRows(totals)) : '',
    section(
      'Refused: nobody is created for these rows',
      ['why, and what to do', 'rows', 'which'],
      saidRows(totals.refused),
    ),
    section('Noted', ['what', 'people', 'rows'], saidRows(totals.notes)),
    paint('bold', 'Duration'),
    `\n${durationOf(totals, facts)}\n\n`,
    ...attributeLines(facts, io),
    describeNext(nextSteps(totals, facts), io),
  ].join('');
}

function wayRows({ counts }: PlanTotals, io: Io): Rows {
  const paint = painter(io);
  const refused = number(counts.refused);
  return [
    ...WAYS.map((way) => [way, number(counts.ways[way]), MEANING[way]]),
    ['refused', counts.refused > 0 ? paint('red', refused) : refused, 'nobody is created; see below'],
    [paint('bold', 'all'), paint('bold', number(counts.rows)), 'rows of the export'],
  ];
}

const formatRows = ({ formats }: PlanTotals): Rows =>
  formats.map(({ format = '-', people, way, why }) => [format, number(people), way, why]);

function waveRows({ waves }: PlanTotals): Rows {
  const shown = waves.slice(0, MOST_WAVES);
  const rest = waves.slice(MOST_WAVES);
  const line = (name: string, ways: Readonly<Record<Way, number>>) => [
    name,
    ...WAYS.map((way) => number(ways[way])),
    number(sumOf(ways)),
  ];
  const together = (way: Way) => rest.reduce((sum, { ways }) => sum + ways[way], 0);
  const more = { hash: together('hash'), hook: together('hook'), reset: together('reset') };
  return [
    ...shown.map(({ wave, ways }) => line(wave, ways)),
    ...(rest.length > 0 ? [line(`${number(rest.length)} more waves`, more)] : []),
  ];
}

const saidRows = (said: readonly Said[]): Rows =>
  said.map(({ what, rows, first }) => [
    what,
    number(rows),
    `${first.join(', ')}${rows > first.length ? ' …' : ''}`,
  ]);

function durationOf({ calls }: PlanTotals, { rateLimit }: PlanFacts): string {
  const further = [
    calls.groups > 0 ? `${number(calls.groups)} to groups` : '',
    calls.apps > 0 ? `${number(calls.apps)} to apps` : '',
  ].filter((text) => text !== '');
  const words = [`${several(calls.users, 'person', 'people')} to create`, ...further].join(', ');
  return `about ${duration(secondsOf(calls, rateLimit))} at ${number(rateLimit)} calls a minute for each endpoint (--rate-limit): ${words}`;
}

function attributeLines({ ownAttributes }: PlanFacts, io: Io): string[] {
  if (ownAttributes.length === 0) return [];
  const names = ownAttributes.join(', ');
  return [
    `${painter(io)('bold', 'Attributes')}\n${names}: add ${ownAttributes.length === 1 ? 'it' : 'them'} to Okta's user profile first (Profile Editor), or leave out with --ignore\n\n`,
  ];
}

function nextSteps({ counts, unusable, formats }: PlanTotals, facts: PlanFacts): string[] {
  const { source, plan, formatOptions } = facts;
  const needsTable = formats.some(({ way, format }) => way === 'hook' && format !== undefined);
  const look = [
    counts.refused > 0
      ? `${several(counts.refused, 'refused row', 'refused rows')} (correct ${source} and plan again)`
      : '',
    unusable > 0 ? `${several(unusable, 'hash', 'hashes')} that nobody can use` : '',
  ].filter((text) => text !== '');
  return [
    ...(look.length > 0 ? [`look at ${look.join(' and ')}; ${plan} names each row`] : []),
    ...(needsTable ? [commandLine(['credentials', 'load', source, '--plan', plan, ...formatOptions])] : []),
    ...(counts.ways.hook > 0 ? [commandLine(['register'])] : []),
    counts.people > 0 ? commandLine(['migrate', 'create', plan, '--dry-run']) : 'nobody to create',
  ];
}
