import type { PersonRow } from '../page-row.ts';
import { element } from './elements.ts';
import { personCells } from './person-cells.ts';

/** Pixels; the styles fix the height of a row to the same. */
const ROW_HEIGHT = 36;
const BEYOND_VIEW = 10;
/** More cannot be scrolled to: browsers draw nothing below some 17 million pixels. */
export const MOST_ROWS = 400_000;
/** More than this on paper is for nobody. */
const MOST_PRINTED = 1_000;

/** A table that draws only the rows in view, between two fillers of the height of all others. */
export class TableWindow {
  readonly #scroller: HTMLElement;
  readonly #table: HTMLTableElement;
  readonly #body: HTMLTableSectionElement;
  readonly #open: (index: number) => void;
  #rows: readonly PersonRow[] = [];
  #active = 0;
  /** First and last of the rows that are drawn. */
  #range = '';
  #drawing = false;
  #printing = false;

  /** `open` is called with the position of the person whom somebody wants to see. */
  constructor(scroller: HTMLElement, table: HTMLTableElement, open: (index: number) => void) {
    this.#scroller = scroller;
    this.#table = table;
    this.#body = table.tBodies[0] ?? table.createTBody();
    this.#open = open;
    scroller.addEventListener('scroll', () => this.#drawSoon(), { passive: true });
    window.addEventListener('resize', () => this.#drawSoon());
    window.addEventListener('beforeprint', () => this.#print(true));
    window.addEventListener('afterprint', () => this.#print(false));
    table.addEventListener('keydown', (event) => this.#onKey(event));
    // a pointer comes to the row it wants by itself
    table.addEventListener('focus', () => table.matches(':focus-visible') && this.#reveal());
    this.#body.addEventListener('click', (event) => this.#onClick(event));
  }

  /** Shows these people from the first. */
  show(rows: readonly PersonRow[]): void {
    this.#rows = rows.slice(0, MOST_ROWS);
    this.#range = '';
    this.#active = 0;
    this.#scroller.style.setProperty('--rows', String(this.#rows.length));
    this.#scroller.scrollTop = 0;
    this.#table.setAttribute('aria-rowcount', String(rows.length + 1));
    this.#draw();
  }

  /** Makes a person the current one and brings them into view. */
  activate(index: number): void {
    this.#active = Math.min(Math.max(index, 0), this.#rows.length - 1);
    this.#reveal();
  }

  #reveal(): void {
    const head = this.#table.tHead?.offsetHeight ?? 0;
    const top = this.#active * ROW_HEIGHT;
    const { scrollTop, clientHeight } = this.#scroller;
    if (top < scrollTop) this.#scroller.scrollTop = top;
    else if (top + ROW_HEIGHT + head > scrollTop + clientHeight)
      this.#scroller.scrollTop = top + ROW_HEIGHT + head - clientHeight;
    this.#draw();
  }

  #drawSoon(): void {
    if (this.#drawing) return;
    this.#drawing = true;
    requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    this.#drawing = false;
    const count = this.#rows.length;
    const { scrollTop, clientHeight } = this.#scroller;
    const inView = Math.floor(scrollTop / ROW_HEIGHT);
    const first = this.#printing ? 0 : Math.max(0, Math.min(inView, count) - BEYOND_VIEW);
    const last = this.#printing
      ? Math.min(count, MOST_PRINTED)
      : Math.min(count, inView + Math.ceil(clientHeight / ROW_HEIGHT) + BEYOND_VIEW);
    // rows that stay must not be made again: a click begins on one and ends on it
    if (this.#range !== `${first}-${last}`) {
      this.#range = `${first}-${last}`;
      const shown = this.#rows.slice(first, last).map((row, index) => rowElement(row, first + index));
      this.#body.replaceChildren(filler(first), ...shown, filler(this.#printing ? 0 : count - last));
    }
    this.#select(count);
  }

  #select(count: number): void {
    for (const row of this.#body.rows) {
      const { index } = row.dataset;
      if (index !== undefined) row.setAttribute('aria-selected', String(Number(index) === this.#active));
    }
    if (count > 0) this.#table.setAttribute('aria-activedescendant', rowId(this.#active));
    else this.#table.removeAttribute('aria-activedescendant');
  }

  #print(printing: boolean): void {
    this.#printing = printing;
    this.#table.classList.toggle('cut', printing && this.#rows.length > MOST_PRINTED);
    this.#draw();
  }

  #onKey(event: KeyboardEvent): void {
    if (event.target !== this.#table) return;
    const page = Math.max(1, Math.floor(this.#scroller.clientHeight / ROW_HEIGHT) - 2);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -this.#active,
      End: this.#rows.length,
    };
    const step = steps[event.key];
    if (step !== undefined) this.activate(this.#active + step);
    else if (event.key === 'Enter' || event.key === ' ') this.#open(this.#active);
    else return;
    event.preventDefault();
  }

  #onClick(event: Event): void {
    const row = event.target instanceof Element ? event.target.closest('tr') : null;
    const index = Number(row?.dataset['index'] ?? Number.NaN);
    if (Number.isNaN(index)) return;
    this.activate(index);
    this.#open(index);
  }
}

function rowElement(row: PersonRow, index: number): HTMLTableRowElement {
  const attributes = {
    id: rowId(index),
    role: 'row',
    'aria-rowindex': String(index + 2),
    'data-index': String(index),
  };
  return element('tr', attributes, ...personCells(row));
}

const rowId = (index: number) => `person-${index}`;

function filler(rows: number): HTMLElement {
  const made = element('tr', { 'aria-hidden': 'true', class: 'filler' });
  made.style.height = `${rows * ROW_HEIGHT}px`;
  return made;
}
