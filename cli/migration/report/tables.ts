import { number, percent, stackedBar } from '../../../report/charts.ts';
import { html, type Markup } from '../../../report/markup.ts';
import { styleName } from '../../../report/palette.ts';
import type { Contradiction, Figures, Part, StateCounts } from '../figures.ts';
import { STATE_NAMES, STATES } from '../standing.ts';
import { SHADE_OF, SHADES, type Shade } from './hues.ts';

/** A figure of the JSON, named by its path in it: nothing on the page is counted anywhere else. */
export const figure = (path: string, value: number): Markup =>
  html`<span data-figure="${path}">${number(value)}</span>`;

/** A bar cut by what the states mean, which says the shares in words, too. */
export function stateBar(states: StateCounts): Markup {
  const cuts = (Object.keys(SHADES) as Shade[]).map((shade) => ({
    shade,
    className: styleName(shade),
    count: STATE_NAMES.reduce((sum, state) => sum + (SHADE_OF[state] === shade ? states[state] : 0), 0),
  }));
  const total = cuts.reduce((sum, { count }) => sum + count, 0);
  const shares = cuts.filter(({ count }) => count > 0);
  return stackedBar(cuts, shares.map(({ shade, count }) => `${shade}: ${percent(count, total)}`).join(', '));
}

/** Every state that somebody is in, and what it means. */
export function stateTable({ states }: Figures): Markup {
  const rows = STATE_NAMES.filter((state) => states[state] > 0).map(
    (
      state,
    ) => html`<tr><th scope="row"><span class="state"><span class="swatch ${styleName(SHADE_OF[state])}"></span> ${state}</span></th>
<td class="count">${figure(`states.${state}`, states[state])}</td><td>${STATES[state]}</td></tr>`,
  );
  return table(['State', '#People', 'What it means'], rows);
}

/** Waves or groups, each with its bar; `path` is where they stand in the JSON. */
export function partTable(title: string, parts: readonly (Part & { readonly path: string })[]): Markup {
  const rows = parts.map(
    ({
      name,
      path,
      people,
      needHook,
      states,
    }) => html`<tr><th scope="row"><bdi>${name === '' ? `(no ${title.toLowerCase()})` : name}</bdi></th>
<td class="count">${figure(`${path}.people`, people)}</td><td class="count">${figure(`${path}.needHook`, needHook)}</td>
<td class="count">${figure(`${path}.states.tried and failed`, states['tried and failed'])}</td>
<td class="bar">${stateBar(states)}</td></tr>`,
  );
  return table([title, '#People', '#Need the hook', '#Tried and failed', 'How far they are'], rows);
}

/** In what the sources contradict each other, with what it means and what to do. */
export function contradictionTable(contradictions: readonly Contradiction[]): Markup {
  const rows = contradictions.map(
    ({ kind, people, means, next, first }, index) => html`<tr><th scope="row">${kind}</th>
<td class="count">${figure(`disagreements.${index}.people`, people)}</td><td>${means}</td><td>${next}</td>
<td>${first.join(', ')}${people > first.length ? ' …' : ''}</td></tr>`,
  );
  return table(['Disagreement', '#People', 'What it means', 'What to do', 'Rows or ids'], rows);
}

/** What happened on every day, the latest first. */
export function dayTable({ days }: Figures): Markup {
  const rows = days.map(
    ({ day, created, migrated, left }, index) => html`<tr><th scope="row">${day}</th>
<td class="count">${figure(`days.${index}.created`, created)}</td><td class="count">${figure(`days.${index}.migrated`, migrated)}</td>
<td class="count">${figure(`days.${index}.left`, left)}</td></tr>`,
  );
  return table(['Day (UTC)', '#Created', '#Migrated', '#Need the hook'], rows.reverse());
}

/** Whom to call first, as rows of the plan and Okta's ids. */
export function callTable({ callFirst }: Figures): Markup {
  const rows = callFirst.map(
    (
      { row, id, state, failures, waitingDays },
      index,
    ) => html`<tr><th scope="row" class="count">${row}</th><td>${id}</td><td>${state}</td>
<td class="count">${figure(`callFirst.${index}.failures`, failures)}</td><td class="count">${figure(`callFirst.${index}.waitingDays`, waitingDays)}</td></tr>`,
  );
  return table(['#Row', 'Okta id', 'State', '#Failures', '#Days waiting'], rows);
}

/** Titles of columns with figures begin with #. */
function table(titles: readonly string[], rows: readonly Markup[]): Markup {
  const heads = titles.map((title) =>
    title.startsWith('#')
      ? html`<th scope="col" class="count">${title.slice(1)}</th>`
      : html`<th scope="col">${title}</th>`,
  );
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${titles[0]?.replace('#', '') ?? ''}"><table><thead><tr>${heads}</tr></thead><tbody>${rows}</tbody></table></div>`;
}
