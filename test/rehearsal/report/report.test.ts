import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import type { RehearsedRow } from '../../../rehearsal/job/rehearsed-row.ts';
import { type PageRow, personRowOf } from '../../../rehearsal/report/page-row.ts';
import { createReport } from '../../../rehearsal/report/report.ts';
import { Tally } from '../../../rehearsal/report/tally.ts';
import { anyText } from '../../arbitraries/people.ts';
import { rehearsedRow } from '../../arbitraries/rehearsed-rows.ts';
import { fc } from '../../fuzz.ts';

const HOSTILE = `</script><script>alert(1)</script>"'<!--&amp;\u2028`;

async function reportOf(rows: readonly RehearsedRow[], text = 'people.csv'): Promise<string> {
  const report = createReport();
  const tally = new Tally();
  for (const row of rows) {
    tally.count(row);
    await report.add(row);
  }
  const facts = [['File', text]] as const;
  return report.finish({
    title: text,
    facts,
    totals: tally.totals(),
    compared: false,
  });
}

const between = (page: string, start: string, end: string) => page.split(start)[1]?.split(end)[0] ?? '';
const rowsIn = (page: string): PageRow[] =>
  JSON.parse(gunzipSync(Buffer.from(between(page, 'id="rows">', '</script>'), 'base64')).toString());

describe('a report', () => {
  it('carries every row whole, whatever the people are called', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(rehearsedRow, { maxLength: 20 }), async (rows) => {
        const carried = rowsIn(await reportOf(rows)).map(personRowOf);
        expect(carried).toEqual(
          rows.map(({ action: _, ...row }) =>
            JSON.parse(JSON.stringify({ reason: '', linkTarget: '', ...row, ...whole(row) })),
          ),
        );
      }),
      { numRuns: 15 },
    );
  });

  it('has two scripts and one style, whatever names and files say', async () => {
    const tags = (page: string) => page.match(/<\/?(script|style|img|iframe|link)\b/gi);
    const plain = tags(await reportOf([rowNamed('Ann')]));
    expect(plain).toHaveLength(6);
    expect(tags(await reportOf([rowNamed(HOSTILE)], HOSTILE))).toEqual(plain);
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        expect(tags(await reportOf([rowNamed(text)], text))).toEqual(plain);
      }),
      { numRuns: 10 },
    );
  });

  it('forbids everything but its own style and script', async () => {
    const page = await reportOf([rowNamed('Ann')]);
    const policy = between(page, 'http-equiv="Content-Security-Policy" content="', '"').replaceAll(
      '&#39;',
      "'",
    );
    const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `style-src ${hash(between(page, '<style>', '</style>'))}`,
      `script-src ${hash(between(page, '<script type="module">', '</script>'))}`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(page).not.toMatch(/https?:\/\//);
  });

  it('says so when there is nobody in it', async () => {
    const page = await reportOf([]);
    expect(rowsIn(page)).toEqual([]);
    expect(page).toContain('Of 0 people');
    expect(page).toContain('No rule fired.');
  });
});

const rowNamed = (name: string): RehearsedRow => ({
  row: 2,
  externalId: name,
  name,
  outcome: 'failed',
  loginBefore: name,
  loginAfter: '',
  rules: [name],
  candidates: [{ label: name, outcome: name }],
  milliseconds: 0,
  notes: [name],
  changes: [{ path: 'user.firstName', before: name, after: [name] }],
  reason: name,
});

/** What the page makes of what may be absent, and of milliseconds. */
const whole = ({ candidates, milliseconds }: Pick<RehearsedRow, 'candidates' | 'milliseconds'>) => ({
  candidates: candidates.map(({ label, login = '', outcome }) => ({ label, login, outcome })),
  milliseconds: Math.round(milliseconds * 100) / 100,
});
