import { existsSync, readFileSync, writeFileSync } from 'node:fs';

interface Report {
  readonly files: Record<string, { mutants: { readonly status: string }[] }>;
}

/**
 * Takes what no test noticed out of Stryker's incremental report, so that it is tried again: Stryker does so only when
 * it sees that a test changed, and behind `all.test.ts` it sees none. Nothing happens without a report.
 */
export function forgetSurvivors(file: string): void {
  if (!existsSync(file)) return;
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
  for (const entry of Object.values(report.files)) {
    entry.mutants = entry.mutants.filter(({ status }) => status === 'Killed' || status === 'Timeout');
  }
  writeFileSync(file, JSON.stringify(report));
}
