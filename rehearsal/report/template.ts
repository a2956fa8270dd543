import { barChart, type Count, number } from '../../report/charts.ts';
import { type Facts, pageHeader } from '../../report/document.ts';
import { html, type Markup } from '../../report/markup.ts';
import { outcomeChart } from './charts.ts';
import { OUTCOMES } from './page-row.ts';
import type { Totals } from './tally.ts';

/** What the page shows beside the people. */
export interface PageContent {
  readonly title: string;
  readonly facts: Facts;
  readonly totals: Totals;
  /** Whether rows carry an earlier outcome to compare with. */
  readonly compared: boolean;
}

const people = (count: number) => (count === 1 ? '1 person' : `${number(count)} people`);

/** The visible page: what it is about, totals, charts, and the table that the script fills. */
export function pageBody(parts: PageContent): Markup {
  const { title, facts, totals } = parts;
  return html`${pageHeader(title, headline(totals), facts)}
<main>
<section class="panel" aria-labelledby="outcomes"><h2 id="outcomes">Outcomes</h2>${outcomeChart(totals)}
<p>The hook gives <strong>${people(totals.loginsChanged)}</strong> another login than Okta would.</p></section>
<div class="charts">${[
    barChart('Most used rules', totals.rules, 'No rule fired.'),
    barChart('Why people need somebody', totals.reasons, 'Nobody does.'),
    barChart('Worth knowing', totals.notes, 'No notes.'),
  ]}</div>
<section class="panel people" aria-labelledby="people"><h2 id="people">People</h2>
${controls(parts)}
<p id="found" class="quiet" role="status">reading …</p>
<div id="scroller"><table id="table" role="grid" tabindex="0" aria-labelledby="people" aria-describedby="keys">
<thead><tr role="row">${COLUMNS.map(columnHead)}</tr></thead><tbody></tbody></table></div>
<p id="keys" class="quiet">A click or Enter opens a person. Arrow keys, Page Up, Page Down, Home and End move; / searches.</p>
<noscript><p>The table needs JavaScript, which this browser does not run here; the totals above do not.</p></noscript>
</section></main>
<dialog id="details" aria-labelledby="details-title"></dialog>`;
}

function headline({ rows, outcomes, inNeed }: Totals): string {
  const needs = inNeed === 1 ? 'needs' : 'need';
  const rest = inNeed === 0 ? 'Nobody needs a person.' : `${number(inNeed)} ${needs} a person to decide.`;
  return `Of ${people(rows)}, ${number(outcomes.created)} would be created and ${number(outcomes.linked)} linked. ${rest}`;
}

const COLUMNS = [
  { key: 'row', title: 'Row' },
  { key: 'externalId', title: 'External id' },
  { key: 'name', title: 'Name' },
  { key: 'loginBefore', title: 'Login Okta would use' },
  { key: 'loginAfter', title: 'Login after the hook' },
  { key: 'outcome', title: 'Outcome' },
  { key: 'why', title: 'Reason, rules, notes' },
] as const;

function columnHead({ key, title }: (typeof COLUMNS)[number]): Markup {
  return html`<th role="columnheader" scope="col" class="${key}" aria-sort="none"><button type="button" data-sort="${key}">${title}</button></th>`;
}

function controls({ totals, compared }: PageContent): Markup {
  const different = compared ? html`<option value="different">came out differently</option>` : '';
  return html`<form class="controls" role="search">
<label>Search <input id="search" type="search" autocomplete="off" placeholder="name, login, external id, reason …"></label>
<label>Outcome <select id="outcome"><option value="">everybody</option><option value="person">needs a person</option>
<option value="login">another login</option>${different}${OUTCOMES.map((outcome) => option({ name: outcome }))}</select></label>
<label>Rule <select id="rule"><option value="">any or none</option>${totals.rules.map(option)}</select></label>
<label>Note <select id="note"><option value="">any or none</option>${totals.notes.map(option)}</select></label>
<button id="reset" type="reset">Show everybody</button></form>`;
}

const option = ({ name }: Pick<Count, 'name'>) => html`<option dir="auto" value="${name}">${name}</option>`;
