import { parseArgs } from 'node:util';
import { benchBundles } from './bundles.ts';
import { benchColdStart } from './cold-start.ts';
import { benchHanging } from './hanging.ts';
import { benchImportHook } from './import-hook.ts';
import { benchLedgerCost } from './ledger-cost.ts';
import { benchLocalServer } from './local-server.ts';
import { benchMigratePlan } from './migrate-plan.ts';
import { publish } from './publish.ts';
import { benchRehearsal } from './rehearsal.ts';
import { tableOf } from './table.ts';
import { judge, type Verdict } from './verdict.ts';

/** What is measured against the budgets of the design, by name; `quick` means fewer rounds. */
const BUDGETS: Readonly<Record<string, (quick: boolean) => Promise<readonly Verdict[]>>> = {
  'import-hook': benchImportHook,
  'cold-start': benchColdStart,
  bundles: benchBundles,
  hanging: benchHanging,
  'ledger-cost': benchLedgerCost,
  rehearsal: benchRehearsal,
  'migrate-plan': benchMigratePlan,
  'local-server': benchLocalServer,
};

/** What is measured to be looked at, by name: each prints its own table. */
const REPORTS: Readonly<Record<string, () => Promise<unknown>>> = {
  hashes: () => import('./hashes.ts'),
  'bundle-parts': () => import('./bundle-parts.ts'),
  'rehearsal-million': () => import('./rehearsal-million.ts'),
  timing: () => import('./timing.ts'),
};

const HELP = `npm run bench [-- <name> … --quick --json]

Measures every budget beside its baseline, in the same run, and says which are met, missed or noisy (the rounds
contradict each other). Without a name and without --quick it also writes bench/results.json, and the table and the
chart of docs/performance.md.

  --quick  fewer rounds, under a minute
  --json   machine-readable, on standard output

budgets  ${Object.keys(BUDGETS).join(', ')}
reports  ${Object.keys(REPORTS).join(', ')}

Exit code 1 when a budget is missed, 2 for a name that there is not.
`;

const OPTIONS = { quick: { type: 'boolean' }, json: { type: 'boolean' }, help: { type: 'boolean' } } as const;

/** Runs what the arguments name; the exit code. */
async function main(): Promise<number> {
  const { values, positionals: names } = parseArgs({ options: OPTIONS, allowPositionals: true });
  const { quick = false, json = false, help = false } = values;
  if (help) return say(HELP, 0);
  const wrong = names.find((name) => !(name in BUDGETS) && !(name in REPORTS));
  if (wrong !== undefined) throw new TypeError(`there is no bench "${wrong}"`);
  const chosen = names.length > 0 ? names : Object.keys(BUDGETS);
  const verdicts: Verdict[] = [];
  for (const name of chosen) {
    process.stderr.write(`measuring ${name}\n`);
    await REPORTS[name]?.();
    verdicts.push(...((await BUDGETS[name]?.(quick)) ?? []));
  }
  if (names.length === 0 && !quick) publish(verdicts);
  if (verdicts.length === 0) return Number(process.exitCode ?? 0); // a report sets its own
  const missed = verdicts.some((verdict) => judge(verdict) === 'missed');
  return say(json ? jsonOf(verdicts) : `${tableOf(verdicts)}\n`, missed ? 1 : 0);
}

function say(text: string, code: number): number {
  process.stdout.write(text);
  return code;
}

function jsonOf(verdicts: readonly Verdict[]): string {
  return `${JSON.stringify(
    verdicts.map((verdict) => ({ ...verdict, verdict: judge(verdict) })),
    null,
    2,
  )}\n`;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof TypeError)) throw error;
  process.stderr.write(`${error.message}; npm run bench -- --help\n`);
  process.exitCode = 2;
}
