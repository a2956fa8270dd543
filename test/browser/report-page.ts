import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { RehearsedRow } from '../../rehearsal/job/rehearsed-row.ts';
import { createReport } from '../../rehearsal/report/report.ts';
import { Tally } from '../../rehearsal/report/tally.ts';

/** What a person is called who wants to run a script. */
export const HOSTILE =
  '</script><script>document.title="taken"</script><img src=x onerror="document.title=1">';

/** What a rule is called that turns the order of letters round. */
export const TURNING = 'unique\u202Elogin';

/** A report on disk. */
export interface ReportOnDisk {
  readonly url: string;
  remove(): Promise<void>;
}

/** Writes the report of `count` people: of 20 in a row, 1 fails, 2 wait, 3 are linked, 4 get another login. */
export async function writeReport(count: number): Promise<ReportOnDisk> {
  const report = createReport();
  const tally = new Tally();
  for (let index = 0; index < count; index += 1) {
    const row = rowAt(index);
    tally.count(row);
    await report.add(row, index === 1 ? { outcome: 'left for review', loginAfter: HOSTILE } : undefined);
  }
  const head = { title: 'Import rehearsal: people.csv', facts: [['Directory', HOSTILE] as const] };
  const folder = await mkdtemp(path.join(os.tmpdir(), 'report-'));
  const file = path.join(folder, 'report.html');
  await writeFile(file, await report.finish({ ...head, totals: tally.totals(), compared: true }));
  return { url: pathToFileURL(file).href, remove: () => rm(folder, { recursive: true }) };
}

function rowAt(index: number): RehearsedRow {
  const kind = index % 20;
  const login = `zoë.müller${index}@example.com`;
  const row = {
    row: index + 2,
    externalId: `e${index}`,
    name: 'Zoë Müller',
    outcome: 'created',
    loginBefore: login,
    loginAfter: login,
    rules: [],
    candidates: [],
    milliseconds: 0.1,
    notes: [],
    changes: [],
  } as const satisfies RehearsedRow;
  if (kind === 0) {
    const hostile = { name: HOSTILE, externalId: HOSTILE, reason: HOSTILE, rules: [TURNING] };
    const changes = [{ path: `user.${'long'.repeat(50)}`, before: HOSTILE, after: 'short' }];
    return { ...row, ...hostile, changes, outcome: 'failed' };
  }
  if (kind < 3) return { ...row, outcome: 'left for review', reason: 'it matches several people' };
  if (kind < 6) return { ...row, outcome: 'linked', linkTarget: '00u1' };
  if (kind > 9) return { ...row, notes: [`collides with row ${index}`] };
  const renamed = `zoe.renee.mueller${index}@example.com`;
  return {
    ...row,
    loginAfter: renamed,
    rules: ['unique-login'],
    candidates: [{ label: 'number 2', login: renamed, outcome: 'chosen' }],
    changes: [{ path: 'user.login', before: login, after: renamed }],
  };
}
