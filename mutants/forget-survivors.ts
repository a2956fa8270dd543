import { existsSync, readFileSync, writeFileSync } from 'node:fs';

interface Report {
  readonly files: Record<string, { mutants: { readonly status: string }[] }>;
}

/**
 * Takes what no test noticed in these files out of Stryker's incremental report, so that it is tried again: Stryker does
 * so only when it sees that a test changed, and behind `all.test.ts` it sees none. Nothing happens without a report.
 */
export function forgetSurvivors(reportFile: string, files: readonly string[]): void {
  if (!existsSync(reportFile)) return;
  const report = JSON.parse(readFileSync(reportFile, 'utf8')) as Report;
  for (const [file, entry] of Object.entries(report.files)) {
    if (!files.includes(file)) continue;
    entry.mutants = entry.mutants.filter(({ status }) => status === 'Killed' || status === 'Timeout');
  }
  writeFileSync(reportFile, JSON.stringify(report));
}
