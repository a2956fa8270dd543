import { documentOf, pageHeader } from '../../../report/document.ts';
import { html, type Markup } from '../../../report/markup.ts';
import { PALETTE } from '../../../report/palette.ts';
import type { FinalSheet } from './sheet.ts';
import {
  ENDING_HEAD,
  endingRows,
  headline,
  leftWords,
  remarks,
  sheetFacts,
  stepsAfter,
} from './sheet-words.ts';

const STYLES = `
main { max-width: 1000px; }
header { max-width: 1000px; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
:is(th, td) { padding: 6px 12px 6px 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
tbody tr:last-child > * { border-bottom: 0; }
td { text-align: right; font-variant-numeric: tabular-nums; }
thead th { color: var(--quiet); font-size: 13px; vertical-align: bottom; }
thead th::first-letter { text-transform: uppercase; }
thead th:not(:first-child) { text-align: right; }
td:last-child { font-weight: 600; padding-right: 0; }
thead th:last-child { padding-right: 0; }
tbody th strong { display: block; }
ul { margin: 0; padding-left: 20px; }
li + li { margin-top: 8px; }
tbody th { font-weight: 400; }
`;

/** The final sheet as one page that needs no other file and runs no script. It names nobody. */
export function sheetPage(sheet: FinalSheet): Promise<string> {
  const title = `Migration of ${sheet.plan.source}: ${sheet.ended ? 'final sheet' : 'as it stands'}`;
  const sections = [
    section('How it ended for the people of the plan', endingTable(sheet)),
    section('Who is left', list(leftWords(sheet))),
    section('Worth knowing', list(remarks(sheet))),
    section('Left to do', list(stepsAfter(sheet))),
  ];
  return documentOf({
    title,
    themes: PALETTE,
    styles: STYLES,
    body: html`${pageHeader(title, headline(sheet), sheetFacts(sheet))}<main>${sections.flat()}</main>`,
  });
}

const section = (title: string, content: Markup | undefined): readonly Markup[] =>
  content ? [html`<section class="panel"><h2>${title}</h2>${content}</section>`] : [];

const list = (texts: readonly string[]): Markup | undefined =>
  texts.length === 0 ? undefined : html`<ul>${texts.map((text) => html`<li>${text}</li>`)}</ul>`;

function endingTable(sheet: FinalSheet): Markup {
  if (sheet.plan.people === 0) return html`<p>The plan has nobody.</p>`;
  const head = ENDING_HEAD.map((title) => html`<th scope="col">${title}</th>`);
  const rows = endingRows(sheet).map(
    ({ name, means, counts }) =>
      html`<tr><th scope="row"><strong>${name}</strong> ${means}</th>${counts.map((count) => html`<td>${count}</td>`)}</tr>`,
  );
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Endings"><table><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table></div>`;
}
