import type { RowOutcome } from '../job/rehearsed-row.ts';
import type { Count } from './counter.ts';
import { html, type Markup } from './markup.ts';
import { OUTCOMES } from './page-row.ts';
import type { Totals } from './tally.ts';

/** Whoever has one person in ten thousand is still to be seen. */
const THINNEST = 0.4;
const MOST_BARS = 10;

const classOf = (outcome: RowOutcome) => outcome.replaceAll(' ', '-');
const number = (count: number) => count.toLocaleString('en');

/** A share as people read it: `12 %`, `< 1 %`. */
function percent(count: number, total: number): string {
  const share = total === 0 ? 0 : (100 * count) / total;
  if (share > 0 && share < 1) return '< 1 %';
  return share > 99 && share < 100 ? '> 99 %' : `${Math.round(share)} %`;
}

/** One bar for all people, cut by outcome, over a legend whose entries filter the table. */
export function outcomeChart({ outcomes, rows }: Totals): Markup {
  const present = OUTCOMES.filter((outcome) => outcomes[outcome] > 0);
  const widths = present.map((outcome) => Math.max(THINNEST, (100 * outcomes[outcome]) / rows));
  const scale = 100 / widths.reduce((sum, width) => sum + width, 0);
  let x = 0;
  const cuts = present.map((outcome, index) => {
    const width = (widths[index] ?? 0) * scale;
    x += width;
    return html`<rect class="${classOf(outcome)}" x="${x - width}" width="${width}" height="1"></rect>`;
  });
  return html`<svg class="stack" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">${cuts}</svg>
<ul class="legend">${OUTCOMES.map(
    (outcome) => html`<li><button type="button" data-outcome="${outcome}" aria-pressed="false">
<span class="swatch ${classOf(outcome)}"></span><span class="name">${outcome}</span>
<strong>${number(outcomes[outcome])}</strong> <span class="quiet">${percent(outcomes[outcome], rows)}</span>
</button></li>`,
  )}</ul>`;
}

/** A bar for each of the ten largest counts; without any, the words of `none`. */
export function barChart(title: string, counts: readonly Count[], none: string): Markup {
  const shown = counts.slice(0, MOST_BARS);
  const most = shown[0]?.count ?? 1;
  const rest = counts.length - shown.length;
  const bars = shown.map(
    ({ name, count }) => html`<li><span class="name">${name}</span>
<svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"><rect class="bar" width="${(100 * count) / most}" height="1"></rect></svg>
<strong>${number(count)}</strong></li>`,
  );
  return html`<section class="panel"><h2>${title}</h2>
${shown.length === 0 ? html`<p class="quiet">${none}</p>` : html`<ol class="bars">${bars}</ol>`}
${rest > 0 ? html`<p class="quiet">and ${number(rest)} more</p>` : ''}</section>`;
}
