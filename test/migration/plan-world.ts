import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { PlanHeader, PlannedPerson, RefusedRow } from '../../cli/migration/plan-file.ts';
import { run } from '../cli/harness.ts';

export type PlanLine = PlannedPerson | RefusedRow;

/** Calls `work` with a new folder, which is gone afterwards. */
export async function inFolder<Result>(work: (cwd: string) => Promise<Result>): Promise<Result> {
  const cwd = await mkdtemp(path.join(os.tmpdir(), 'plan-'));
  try {
    return await work(cwd);
  } finally {
    await rm(cwd, { recursive: true });
  }
}

/** The lines of a plan as they stand in the file; none where there is no file. */
export async function linesOf(file: string): Promise<{ header?: PlanHeader; lines: PlanLine[] }> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const [header, ...lines] = text.split('\n').filter(Boolean);
  return header === undefined
    ? { lines: [] }
    : { header: JSON.parse(header), lines: lines.map((line) => JSON.parse(line)) };
}

/** Plans an export, and returns what the command printed and what the plan has. */
export async function planned(text: string | Buffer, options: readonly string[] = []) {
  return inFolder(async (cwd) => {
    await writeFile(path.join(cwd, 'users.csv'), text);
    const ran = await run(['migrate', 'plan', 'users.csv', ...options], { cwd });
    return { ...ran, ...(await linesOf(path.join(cwd, 'users.plan.ndjson'))) };
  });
}

/** An export of people who have only what is given; the rest is in order. */
export function exportOf(people: readonly Readonly<Record<string, string>>[]): string {
  const usual = { login: '', 'first name': 'Ana', 'last name': 'Silva', hash: '' };
  const columns = [...new Set([...Object.keys(usual), ...people.flatMap((person) => Object.keys(person))])];
  const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
  const rows = people.map((person, index): Record<string, string> => {
    return { ...usual, login: `person${index}@example.org`, ...person };
  });
  return [columns, ...rows.map((row) => columns.map((name) => quoted(row[name] ?? '')))]
    .map((cells) => `${cells.join(',')}\n`)
    .join('');
}
