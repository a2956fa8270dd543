import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { inventLegacyUsers, LEGACY_COLUMNS } from '../examples/legacy-users.ts';
import { csvOf } from '../examples/person.ts';
import { measured } from './rounds.ts';
import { compare, type Verdict, within } from './verdict.ts';

const PEOPLE = 100_000;
const BUDGET_SECONDS = 10;
const BUDGET_MB = 200;
const COMMAND = path.join(import.meta.dirname, '../cli/main.ts');
/** Rows that need a person. */
const REVIEW = 3;

/** Prints the most memory a process took, in KiB, as its last word. */
const TELLING = 'data:text/javascript,process.on("exit",()=>console.error(process.resourceUsage().maxRSS))';
const PARSE_ALONE = `import { createReadStream } from 'node:fs'; import { parse } from 'csv-parse';
for await (const _ of createReadStream(process.argv[1]).pipe(parse({ columns: true })));`;

/**
 * `migrate plan` of a hundred thousand people with the hashes of the example, as a whole process: its time and its
 * memory against their budgets, and its time against a process that reads the same file with csv-parse.
 */
export async function benchMigratePlan(quick: boolean): Promise<readonly Verdict[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-plan-'));
  try {
    const file = path.join(folder, 'users.csv');
    await writeExport(file);
    const plans: Run[] = [];
    const parses: Run[] = [];
    for (let round = 0; round < (quick ? 1 : 5); round++) {
      plans.push(await runNode([COMMAND, 'migrate', 'plan', file], folder));
      parses.push(await runNode(['--input-type=module', '-e', PARSE_ALONE, file], process.cwd()));
    }
    const seconds = (runs: readonly Run[]) => runs.map((run) => run.seconds);
    const megabytes = plans.map((run) => run.megabytes);
    const compared = 'migrate plan, against csv-parse alone';
    return [
      within('migrate plan of 100,000 people', 's', seconds(plans), BUDGET_SECONDS),
      within('memory of migrate plan of 100,000 people', 'MB', megabytes, BUDGET_MB),
      compare(
        compared,
        's',
        measured('migrate plan', seconds(plans)),
        measured('csv-parse', seconds(parses)),
      ),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function writeExport(file: string): Promise<void> {
  const usual = (await inventLegacyUsers()).filter(({ groups }) => groups.length < 100);
  const stream = createWriteStream(file);
  stream.write(csvOf(LEGACY_COLUMNS, []));
  for (let index = 0; index < PEOPLE; index += usual.length) {
    const rows = usual.slice(0, PEOPLE - index).map((row, at) => {
      const login = `person.${index + at}@legacy.example.org`;
      return { ...row, login, email: row.email && login };
    });
    const [, ...lines] = csvOf(LEGACY_COLUMNS, rows).split('\n');
    if (!stream.write(lines.join('\n'))) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'finish');
}

interface Run {
  readonly seconds: number;
  readonly megabytes: number;
}

async function runNode(args: readonly string[], cwd: string): Promise<Run> {
  const startedAt = performance.now();
  const { stderr } = await promisify(execFile)(process.execPath, ['--import', TELLING, ...args], {
    cwd,
  }).catch((error) => (error.code === REVIEW ? error : Promise.reject(error)));
  const seconds = (performance.now() - startedAt) / 1000;
  return { seconds, megabytes: Number(stderr.trim().split('\n').pop()) / 1024 };
}
