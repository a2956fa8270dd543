import type { PersonRow } from '../page-row.ts';
import { element } from './elements.ts';
import { outcomeBadge } from './person-cells.ts';

/** A dialog that explains one person after the other. */
export interface Details {
  open(index: number): void;
}

/** `rows`: the people that are shown now; `moved` is told whom the reader went on to. */
export function createDetails(
  dialog: HTMLDialogElement,
  rows: () => readonly PersonRow[],
  moved: (index: number) => void,
): Details {
  let current = 0;
  const go = (index: number) => {
    const row = rows()[index];
    if (!row) return;
    current = index;
    dialog.replaceChildren(...contentOf(row, { index, count: rows().length, close, go }));
    moved(index);
  };
  const close = () => dialog.close();
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) close();
  });
  dialog.addEventListener('keydown', ({ key }) => {
    if (key === 'ArrowRight') go(current + 1);
    if (key === 'ArrowLeft') go(current - 1);
  });
  return {
    open(index) {
      go(index);
      if (!dialog.open) dialog.showModal();
    },
  };
}

interface Place {
  readonly index: number;
  readonly count: number;
  readonly close: () => void;
  readonly go: (index: number) => void;
}

function contentOf(row: PersonRow, place: Place): HTMLElement[] {
  return [navigation(place), element('div', { class: 'content' }, ...description(row))];
}

function navigation({ index, count, close, go }: Place): HTMLElement {
  const button = (text: string, label: string, act: () => void, enabled = true) => {
    const made = element('button', { type: 'button', 'aria-label': label }, text);
    made.disabled = !enabled;
    made.addEventListener('click', act);
    return made;
  };
  return element(
    'nav',
    { 'aria-label': 'people' },
    button('←', 'previous person', () => go(index - 1), index > 0),
    button('→', 'next person', () => go(index + 1), index < count - 1),
    element(
      'span',
      { class: 'quiet' },
      `${(index + 1).toLocaleString('en')} of ${count.toLocaleString('en')}`,
    ),
    button('Close', 'close', close),
  );
}

function description(row: PersonRow): HTMLElement[] {
  return [
    element(
      'h2',
      { id: 'details-title' },
      element('bdi', {}, row.name || row.externalId || 'without name and external id'),
    ),
    element(
      'p',
      {},
      outcomeBadge(row.outcome),
      ` · row ${row.row.toLocaleString('en')} · `,
      element('bdi', {}, row.externalId || 'no external id'),
    ),
    ...(row.reason ? [element('p', { class: 'reason' }, value(row.reason))] : []),
    ...section('Login', loginLine(row)),
    ...section('What the hook changed', changesTable(row), 'Nothing.'),
    ...section('Rules that fired', list('ol', row.rules), 'None.'),
    ...section('Logins that were looked at', candidatesTable(row), 'None.'),
    ...section('Notes', list('ul', row.notes), 'None.'),
    ...(row.linkTarget
      ? section('Linked to', element('p', {}, element('code', {}, value(row.linkTarget))))
      : []),
    ...(row.earlier ? section('In the earlier rehearsal', earlierLine(row.earlier)) : []),
    element('p', { class: 'quiet' }, `decided in ${row.milliseconds.toLocaleString('en')} ms`),
  ];
}

function section(title: string, content: HTMLElement | undefined, otherwise = ''): HTMLElement[] {
  return [element('h3', {}, title), content ?? element('p', { class: 'quiet' }, otherwise)];
}

function loginLine({ loginBefore, loginAfter }: PersonRow): HTMLElement {
  const before = value(loginBefore);
  if (loginAfter === loginBefore) return element('p', {}, before, ' stays as it is');
  return element('p', {}, before, ' → ', element('strong', {}, value(loginAfter)));
}

function earlierLine({ outcome, loginAfter }: NonNullable<PersonRow['earlier']>): HTMLElement {
  return element('p', {}, outcomeBadge(outcome), ' · ', value(loginAfter));
}

function changesTable({ changes }: PersonRow): HTMLElement | undefined {
  return table(
    ['attribute', 'before', 'after'],
    changes.map(({ path, before, after }) => [path, value(before), value(after)]),
  );
}

function candidatesTable({ candidates }: PersonRow): HTMLElement | undefined {
  return table(
    ['candidate', 'login', 'outcome'],
    candidates.map(({ label, login, outcome }) => [label, login === '' ? '–' : value(login), outcome]),
  );
}

function table(
  head: readonly string[],
  rows: readonly (readonly (Node | string)[])[],
): HTMLElement | undefined {
  if (rows.length === 0) return undefined;
  const titles = head.map((title) => element('th', { scope: 'col' }, title));
  const body = rows.map((cells) => element('tr', {}, ...cells.map((cell) => element('td', {}, cell))));
  return element(
    'table',
    {},
    element('thead', {}, element('tr', {}, ...titles)),
    element('tbody', {}, ...body),
  );
}

function list(tag: 'ol' | 'ul', items: readonly string[]): HTMLElement | undefined {
  if (items.length === 0) return undefined;
  return element(tag, {}, ...items.map((item) => element('li', {}, value(item))));
}

/** A value of a profile, isolated from the direction of the text around it. */
function value(of: unknown): HTMLElement {
  if (of === undefined || of === null || of === '') return element('span', { class: 'quiet' }, 'nothing');
  return element('bdi', {}, typeof of === 'string' ? of : JSON.stringify(of));
}
