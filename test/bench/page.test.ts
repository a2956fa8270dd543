import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { chartOf } from '../../bench/chart.ts';
import { replaceBetween } from '../../bench/marked.ts';
import { measured } from '../../bench/rounds.ts';
import { markdownOf, tableOf } from '../../bench/table.ts';
import { compare, within } from '../../bench/verdict.ts';

const verdicts = [
  within('a thing & <another>', 'ms', [40, 50, 60], 100),
  within('a slow thing', 'KB', [1_234], 1_000),
  compare('a thing to look at', 'µs', measured('ours', [3]), measured('theirs', [2])),
];

describe('what a run leaves behind', () => {
  it('names every verdict in both tables', () => {
    for (const text of [tableOf(verdicts), markdownOf(verdicts)])
      for (const word of ['met', 'missed', 'reported', '1,234 KB', 'theirs: 2 µs', '50 (45 to 55) ms'])
        expect(text).toContain(word);
  });

  it('draws a bar for every budget and none for a report, none under its share, and says what is missed', () => {
    const chart = chartOf([...verdicts, within('far too slow', 'ms', [9_999], 1)]);
    expect(chart.match(/<rect class="(met|missed)"/g)).toHaveLength(3);
    expect(chart).toContain('a thing &amp; &lt;another>');
    expect(chart).not.toContain('to look at');
    const widths = [...chart.matchAll(/x="(\d+)" y="\d+" width="([\d.]+)"/g)].map(
      ([, x, width]) => Number(x) + Number(width),
    );
    const shares = [...chart.matchAll(/<text x="(\d+)" y="\d+">([^<]+)</g)];
    expect(shares.map(([, , text]) => text)).toEqual(['50 %', '123 % missed', '999,900 % missed']);
    expect(Math.max(...widths)).toBeLessThan(Math.min(...shares.map(([, x]) => Number(x))));
  });

  it('replaces the same place again and again, and nothing beside it', () => {
    const markers = ['<!-- a -->', '<!-- b -->'] as const;
    const page = 'before\n<!-- a -->\nold\n<!-- b -->\nafter';
    const once = replaceBetween(page, markers, 'new');
    expect(once).toBe('before\n<!-- a -->\n\nnew\n\n<!-- b -->\nafter');
    expect(replaceBetween(once, markers, 'new')).toBe(once);
  });

  it('refuses a page without the place', () => {
    expect(() => replaceBetween('nothing', ['<!-- a -->', '<!-- b -->'], 'new')).toThrow(/<!-- a -->/);
  });

  it('finds the place in the page that it writes', () => {
    const page = readFileSync(new URL('../../docs/performance.md', import.meta.url), 'utf8');
    expect(page).toMatch(/<!-- figures of the last full run: begin -->[\s\S]*<!-- figures: end -->/);
  });
});
