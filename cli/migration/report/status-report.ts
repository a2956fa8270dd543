import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { number, percent } from '../../../report/charts.ts';
import { documentOf, pageHeader } from '../../../report/document.ts';
import { html, type Markup } from '../../../report/markup.ts';
import { styleName } from '../../../report/palette.ts';
import { type Figures, GROUPS_SHOWN } from '../figures.ts';
import { forecastWords } from '../forecast-words.ts';
import { burnDownChart } from './burn-down-chart.ts';
import { SHADES, THEMES } from './hues.ts';
import {
  callTable,
  contradictionTable,
  dayTable,
  figure,
  partTable,
  stateBar,
  stateTable,
} from './tables.ts';

/** The figures as a page for people, which needs no other file and runs no script. It names nobody. */
export async function statusReport(figures: Figures, plan: string): Promise<string> {
  const title = `Migration status: ${path.basename(plan)}`;
  const facts = [
    ['Okta was asked', timeWords(figures.askedAt)],
    ['Made', timeWords(figures.madeAt)],
    ['Deadline', figures.deadline],
  ] as const;
  return documentOf({
    title,
    themes: THEMES,
    styles: await readFile(path.join(import.meta.dirname, 'styles.css'), 'utf8'),
    body: html`${pageHeader(title, headline(figures), facts)}<main>${sections(figures)}</main>`,
  });
}

function headline({ people, done, needHook }: Figures): string {
  if (people === 0) return 'The plan has nobody.';
  const all = people === 1 ? '1 person' : `${number(people)} people`;
  const [is, needs] = [done === 1 ? 'is' : 'are', needHook === 1 ? 'needs' : 'need'];
  return `Of ${all}, ${number(done)} ${is} done (${percent(done, people)}), and ${number(needHook)} ${needs} the password hook.`;
}

function sections(figures: Figures): Markup[] {
  const { waves, groups, otherGroups, disagreements, callFirst, hashes, days } = figures;
  const groupParts = groups.map((part, index) => ({ ...part, path: `groups.${index}` }));
  const others = { ...otherGroups, name: 'in none of these', path: 'otherGroups' };
  return [
    section(
      'Where everybody stands',
      html`${figures.people === 0 ? '' : html`${stateBar(figures.states)}${legend()}${stateTable(figures)}`}
<p>${figure('people', figures.people)} people in the plan; ${figure('done', figures.done)} are done; ${figure('needHook', figures.needHook)} need the password hook;
${figure('inNeed', figures.inNeed)} need somebody to look at them; ${figure('unfinished', figures.unfinished)} lack groups or apps.</p>`,
    ),
    section(
      'People who need the password hook',
      html`${burnDownChart(figures)}${paragraphs(forecastWords(figures))}
<p>Legacy hashes of the hook’s people in the credential table: ${figure('hashes.held', hashes.held)} held,
${figure('hashes.deleted', hashes.deleted)} deleted, ${figure('hashes.none', hashes.none)} never loaded.</p>`,
    ),
    section(
      'Where the ledger, Okta and its events disagree',
      disagreements.length === 0 ? html`<p>Nowhere: the three agree.</p>` : contradictionTable(disagreements),
    ),
    waves.length === 0
      ? html``
      : section(
          'By wave',
          partTable(
            'Wave',
            waves.map((part, index) => ({ ...part, path: `waves.${index}` })),
          ),
        ),
    groups.length === 0
      ? html``
      : section(
          'By group',
          html`<p class="quiet">${groups.length < GROUPS_SHOWN ? '' : `The ${GROUPS_SHOWN} with the most people who need the hook. `}Who is in several groups counts in each.</p>
${partTable('Group', otherGroups.people > 0 ? [...groupParts, others] : groupParts)}`,
        ),
    section('Call first', callFirst.length === 0 ? html`<p>Nobody.</p>` : callTable(figures)),
    section('By day', days.length === 0 ? html`<p>Nobody has been created yet.</p>` : dayTable(figures)),
  ];
}

const section = (title: string, content: Markup) =>
  html`<section class="panel" aria-label="${title}"><h2>${title}</h2>${content}</section>`;

const legend = () =>
  html`<ul class="legend">${Object.keys(SHADES).map(
    (shade) => html`<li><span class="swatch ${styleName(shade)}"></span> ${shade}</li>`,
  )}</ul>`;

const paragraphs = (text: string) => text.split('\n').map((line) => html`<p>${line}</p>`);

const timeWords = (iso: string) => `${iso.slice(0, 16).replace('T', ' ')} UTC`;
