import type { PersonRow } from '../page-row.ts';
import { createDetails } from './details.ts';
import { elementWithId } from './elements.ts';
import { readRows } from './read-rows.ts';
import { createFinder, type Selection, type SortKey } from './selection.ts';
import { MOST_ROWS, TableWindow } from './window.ts';

/** Time for another key before a search begins. */
const PAUSE_MS = 80;

const search = elementWithId('search', HTMLInputElement);
const filters = {
  outcome: elementWithId('outcome', HTMLSelectElement),
  rule: elementWithId('rule', HTMLSelectElement),
  note: elementWithId('note', HTMLSelectElement),
};
const found = elementWithId('found', HTMLElement);
const table = elementWithId('table', HTMLTableElement);
const heads = [...table.querySelectorAll<HTMLElement>('[data-sort]')];
const legend = [...document.querySelectorAll<HTMLElement>('[data-outcome]')];

let sort: Selection['sort'] = { by: 'row', descending: false };
let shown: readonly PersonRow[] = [];

const details = createDetails(
  elementWithId('details', HTMLDialogElement),
  () => shown,
  (index) => view.activate(index),
);
const view = new TableWindow(elementWithId('scroller', HTMLElement), table, (index) => details.open(index));

const rows = await readRows(elementWithId('rows', HTMLScriptElement).text);
const find = createFinder(rows);

function update(): void {
  const { outcome, rule, note } = filters;
  shown = find({ search: search.value, outcome: outcome.value, rule: rule.value, note: note.value, sort });
  const count = (number: number) => number.toLocaleString('en');
  const cut =
    shown.length > MOST_ROWS
      ? `; the table holds the first ${count(MOST_ROWS)}, a filter finds the others`
      : '';
  found.textContent = `${count(shown.length)} of ${count(rows.length)} people${cut}`;
  for (const button of legend) {
    button.setAttribute('aria-pressed', String(button.dataset['outcome'] === outcome.value));
  }
  for (const button of heads) {
    const order = button.dataset['sort'] !== sort.by ? 'none' : sort.descending ? 'descending' : 'ascending';
    button.closest('th')?.setAttribute('aria-sort', order);
  }
  view.show(shown);
}

let waiting = 0;
search.addEventListener('input', () => {
  clearTimeout(waiting);
  waiting = setTimeout(update, PAUSE_MS);
});
for (const filter of Object.values(filters)) filter.addEventListener('change', update);
search.form?.addEventListener('submit', (event) => event.preventDefault());
search.form?.addEventListener('reset', () => setTimeout(update));
for (const button of legend) {
  button.addEventListener('click', () => {
    const { outcome = '' } = button.dataset;
    filters.outcome.value = filters.outcome.value === outcome ? '' : outcome;
    update();
  });
}
for (const button of heads) {
  button.addEventListener('click', () => {
    const by = button.dataset['sort'] as SortKey;
    sort = { by, descending: sort.by === by && !sort.descending };
    update();
  });
}
document.addEventListener('keydown', (event) => {
  const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
  if (event.key !== '/' || typing || document.querySelector('dialog[open]')) return;
  event.preventDefault();
  search.focus();
});
update();
