import type { RowOutcome } from '../../job/rehearsed-row.ts';
import type { PersonRow } from '../page-row.ts';
import { element } from './elements.ts';

/** The outcome as a word with its colour beside it. */
export function outcomeBadge(outcome: RowOutcome): HTMLElement {
  const swatch = element('span', { class: `swatch ${outcome.replaceAll(' ', '-')}` });
  return element('span', { class: 'outcome' }, swatch, outcome);
}

/** The cells of one person, in the order of the table's head. */
export function personCells(row: PersonRow): HTMLElement[] {
  const changed = row.loginAfter !== row.loginBefore;
  return [
    cell('row', row.row.toLocaleString('en')),
    cell('externalId', row.externalId || '–'),
    cell('name', row.name || '–'),
    cell('loginBefore', row.loginBefore || '–'),
    cell(changed ? 'loginAfter changed' : 'loginAfter', row.loginAfter || '–'),
    element('td', { class: 'outcome', role: 'gridcell' }, outcomeBadge(row.outcome)),
    whyCell(whyOf(row)),
  ];
}

/** Why a person came out as they did, in few words. */
export function whyOf({ reason, rules, notes }: PersonRow): string[] {
  return [...(reason ? [reason] : []), ...rules, ...notes];
}

/** Each piece has a direction of its own, so that none turns the others round. */
function whyCell(pieces: readonly string[]): HTMLElement {
  if (pieces.length < 2) return cell('why', pieces[0] ?? '–');
  const isolated = pieces.flatMap((piece, index) => [index === 0 ? '' : ', ', element('bdi', {}, piece)]);
  return element('td', { class: 'why', role: 'gridcell', title: pieces.join('\n') }, ...isolated);
}

const cell = (name: string, text: string) =>
  element('td', { class: name, role: 'gridcell', title: text }, element('bdi', {}, text));
