import { benchImportHook } from './import-hook.ts';
import { benchRehearsal } from './rehearsal.ts';
import { isKept, reportOf, type Verdict } from './report.ts';

/** What is measured against a budget of the design. */
const budgets: readonly ((quick: boolean) => Promise<readonly Verdict[]>)[] = [
  benchImportHook,
  benchRehearsal,
];

/** What is measured to be looked at, by name: each prints its own table. */
const reports: Readonly<Record<string, () => Promise<unknown>>> = {
  hashes: () => import('./hashes.ts'),
  'local-server': () => import('./local-server.ts'),
  'rehearsal-million': () => import('./rehearsal-million.ts'),
};

/**
 * `npm run bench [-- --quick]`: every budget as a ratio to its baseline in the same run; exit code 1 if one is missed.
 * `npm run bench -- <name>`: one of the reports.
 */
const [name] = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
const report = name === undefined ? undefined : reports[name];
if (report) await report();
else if (name !== undefined)
  fail(`there is no bench "${name}"; there are ${Object.keys(reports).join(', ')}`);
else await judge(process.argv.includes('--quick'));

async function judge(quick: boolean): Promise<void> {
  const verdicts: Verdict[] = [];
  for (const bench of budgets) verdicts.push(...(await bench(quick)));
  process.stdout.write(`${reportOf(verdicts)}\n`);
  process.exitCode = verdicts.every(isKept) ? 0 : 1;
}

function fail(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 2;
}
