import { number, percent, stackedBar } from '../../report/charts.ts';
import { html, type Markup } from '../../report/markup.ts';
import { styleName } from '../../report/palette.ts';
import { OUTCOMES } from './page-row.ts';
import type { Totals } from './tally.ts';

/** One bar for all people, cut by outcome, over a legend whose entries filter the table. */
export function outcomeChart({ outcomes, rows }: Totals): Markup {
  const cuts = OUTCOMES.map((outcome) => ({ className: styleName(outcome), count: outcomes[outcome] }));
  return html`${stackedBar(cuts)}
<ul class="legend">${OUTCOMES.map(
    (outcome) => html`<li><button type="button" data-outcome="${outcome}" aria-pressed="false">
<span class="swatch ${styleName(outcome)}"></span><span class="name">${outcome}</span>
<strong>${number(outcomes[outcome])}</strong> <span class="quiet">${percent(outcomes[outcome], rows)}</span>
</button></li>`,
  )}</ul>`;
}
