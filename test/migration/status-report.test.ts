import { describe, expect, it } from '@jest/globals';
import { type Figures, figuresOf } from '../../cli/migration/figures.ts';
import { SHADES, THEMES } from '../../cli/migration/report/hues.ts';
import { statusReport } from '../../cli/migration/report/status-report.ts';
import { standingsOf, strangersOf } from '../../cli/migration/standing.ts';
import { anyText } from '../arbitraries/people.ts';
import { ASKED_AT, programme } from '../arbitraries/programmes.ts';
import { fc } from '../fuzz.ts';
import { contrast } from '../rehearsal/report/color-vision.ts';

const figures = programme.map((sources) => async (): Promise<Figures> => {
  const standings = await standingsOf(sources);
  return figuresOf({
    standings,
    strangers: strangersOf(sources, standings),
    askedAt: ASKED_AT,
    now: ASKED_AT,
  });
});

/** Numbers of the JSON whose place on the page is not an element of its own. */
const ELSEWHERE = /^forecast\.|\.(row|done|first\.\d+)$|^days\.\d+\.done$/;

/** Every number by its path. */
function numbersIn(value: unknown, at: readonly string[] = []): [string, number][] {
  if (typeof value === 'number') return [[at.join('.'), value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => numbersIn(inner, [...at, name]));
}

const tags = (page: string) => page.match(/<\/?(script|style|img|iframe|link)\b/gi);

describe('the page of a status', () => {
  it('shows every figure of the JSON, and no other', async () => {
    await fc.assert(
      fc.asyncProperty(figures, async (make) => {
        const made = await make();
        const page = await statusReport(made, 'users.plan.ndjson');
        const shown = [...page.matchAll(/data-figure="([^"]+)">([\d,]+)</g)].map(
          ([, at = '', text = '']) => [at, Number(text.replaceAll(',', ''))] as const,
        );
        const counted = new Map(numbersIn(made));
        for (const [at, value] of shown) expect([at, value]).toEqual([at, counted.get(at)]);
        const places = new Set(shown.map(([at]) => at));
        const isShown = (at: string) =>
          places.has(at) || ELSEWHERE.test(at) || /(waves|groups)\.\d+\.states|otherGroups/.test(at);
        // a state without anybody has no line
        expect([...counted].filter(([at, value]) => !isShown(at) && value > 0)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('takes no name of a wave, a group, or a file for markup', async () => {
    const hostile = '</script><script>alert(1)</script><img src=x>"\'<!--';
    await fc.assert(
      fc.asyncProperty(programme, fc.oneof(anyText, fc.constant(hostile)), async (sources, text) => {
        const people = sources.people.map((person) => ({ ...person, wave: text, groups: [text] }));
        const standings = await standingsOf({ ...sources, people });
        const made = figuresOf({
          standings,
          strangers: strangersOf(sources, standings),
          askedAt: ASKED_AT,
          now: ASKED_AT,
        });
        expect(tags(await statusReport(made, text))).toEqual(['<style', '</style']);
      }),
      { numRuns: 20 },
    );
  });

  it('allows its own style and nothing else, and asks nobody', async () => {
    const [make] = fc.sample(figures, 1);
    const page = await statusReport((await make?.()) as Figures, 'users.plan.ndjson');
    const [, policy = ''] = /Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
    expect(policy.replaceAll('&#39;', "'").replace(/'sha256-[^']*'/, '…')).toBe(
      "default-src 'none'; style-src …; base-uri 'none'; form-action 'none'",
    );
    expect(page).not.toMatch(/https?:\/\/|@import|url\(/);
  });

  it.each(['light', 'dark'] as const)('has colours that stand out from the panel, %s', (name) => {
    const theme = THEMES[name];
    const weak = Object.values(SHADES).filter((hue) => contrast(theme[hue], theme.panel) < 3);
    expect(weak).toEqual([]);
  });
});
