import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { ROOT } from '../cli/harness.ts';
import { isRuntimeBuilt } from '../runtime/world.ts';
import { startLambdaTarget } from './lambda.ts';
import { startLaptopTarget } from './laptop.ts';
import { load, type PhaseResult } from './run.ts';
import type { Target } from './target.ts';

const CONNECTIONS = 50;
const PAGE = path.join(ROOT, 'docs/performance.md');
const HELP = `npm run load [-- laptop lambda --minutes <n> --write]

Fifty connections of mixed calls against npm start, then against the synthesised bundles under Lambda's runtime client
(npm ci --prefix test/runtime), with everything that can fail failing in between. Exit code 1 when an answer was wrong.

  laptop, lambda  one of the two only
  --minutes <n>  for each (10)
  --write        write the tables into docs/performance.md
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: 'string', default: '10' },
    write: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});

const COLUMNS = [
  'phase',
  'calls',
  'a second',
  'wrong',
  'unanswered (503)',
  'without the ledger',
  'median ms',
  'slowest ms',
  'heap MB',
  'secrets asked a minute',
];

function rowOf(result: PhaseResult): string[] {
  const {
    phase,
    note,
    calls,
    seconds,
    wrong,
    unanswered,
    degraded,
    median,
    slowest,
    memory,
    secretsAMinute,
  } = result;
  const wrongs = [...wrong.values()].reduce((sum, count) => sum + count, 0);
  return [
    note ? `${phase} (${note})` : phase,
    calls.toLocaleString('en'),
    Math.round(calls / seconds).toLocaleString('en'),
    String(wrongs),
    unanswered.toLocaleString('en'),
    degraded.toLocaleString('en'),
    median.toFixed(1),
    slowest.toFixed(0),
    memory.toFixed(0),
    secretsAMinute === undefined ? '' : secretsAMinute.toFixed(1),
  ];
}

/** Loads one target; its table, and how many answers were wrong. */
async function run(target: Target, seconds: number): Promise<{ markdown: string; wrong: number }> {
  const table = new Table({ head: COLUMNS, style: { head: [], border: [] } });
  const rows: string[][] = [];
  let wrong = 0;
  for await (const result of load(target, { seconds, connections: CONNECTIONS })) {
    rows.push(rowOf(result));
    table.push(rowOf(result));
    process.stderr.write(`${target.name}: ${result.phase}\n`);
    for (const [what, count] of result.wrong) {
      process.stderr.write(`  ${count} × ${what}\n`);
      wrong += count;
    }
  }
  process.stdout.write(`${target.name}\n${table.toString()}\n`);
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const markdown = [
    `### ${target.name}`,
    '',
    line(COLUMNS),
    line(COLUMNS.map(() => '---')),
    ...rows.map(line),
  ];
  return { markdown: markdown.join('\n'), wrong };
}

/** Replaces what stands between the two marks of a target in the page. */
function write(name: string, markdown: string): void {
  const page = readFileSync(PAGE, 'utf8');
  const [begin, end] = [`<!-- load: ${name} -->`, `<!-- /load: ${name} -->`];
  const [before, after] = [page.indexOf(begin), page.indexOf(end)];
  if (before < 0 || after < 0) throw new Error(`${PAGE} has no marks ${begin} and ${end}`);
  writeFileSync(PAGE, `${page.slice(0, before + begin.length)}\n${markdown}\n${page.slice(after)}`);
}

const TARGETS: Readonly<Record<string, () => Promise<Target>>> = {
  laptop: () => startLaptopTarget(CONNECTIONS),
  lambda: startLambdaTarget,
};

async function main(): Promise<number> {
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const minutes = Number(values.minutes);
  if (!(minutes > 0)) {
    process.stderr.write(`--minutes must be a number above 0\n\n${HELP}`);
    return 2;
  }
  const unknown = positionals.find((name) => !(name in TARGETS));
  if (unknown !== undefined) {
    process.stderr.write(`there is no ${unknown}\n\n${HELP}`);
    return 2;
  }
  const names = positionals.length > 0 ? positionals : Object.keys(TARGETS);
  if (names.includes('lambda') && !isRuntimeBuilt) {
    process.stderr.write("Lambda's runtime client is not built here: npm ci --prefix test/runtime\n");
    return 1;
  }
  let allWrong = 0;
  for (const name of names) {
    const target = await TARGETS[name]?.();
    if (!target) continue;
    try {
      const { markdown, wrong } = await run(target, minutes * 60);
      allWrong += wrong;
      const day = new Date().toISOString().slice(0, 10);
      if (values.write) write(name, `${markdown}\n\n${minutes} minutes, ${CONNECTIONS} connections, ${day}.`);
    } finally {
      await target.close();
    }
  }
  return allWrong > 0 ? 1 : 0;
}

process.exitCode = await main();
