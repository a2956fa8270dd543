import { toLatin } from '../lambda/imports/expressions/functions/latin.ts';
import { DEPARTMENTS, FIRST_NAMES, LAST_NAMES, MIDDLE_NAMES } from './names.ts';
import type { Random } from './random.ts';

/** Somebody who does not exist, before they are in a directory or a file. */
export interface Invented {
  readonly firstName: string;
  readonly middleName: string;
  readonly lastName: string;
  readonly department: string;
}

/** A person of common names; every fifth has a middle name. */
export function invent(random: Random): Invented {
  return {
    firstName: random.pick(FIRST_NAMES),
    middleName: random.chance(0.2) ? random.pick(MIDDLE_NAMES) : '',
    lastName: random.pick(LAST_NAMES),
    department: random.pick(DEPARTMENTS),
  };
}

/** `Chloé Núñez` → `chloe.nunez`; letters without a Latin spelling are kept as they are. */
export function localPartOf({ firstName, lastName }: Pick<Invented, 'firstName' | 'lastName'>): string {
  return `${plain(firstName)}.${plain(lastName)}`;
}

/** `Chloé Núñez` → `cnunez`: the name of an account in the file's own world. */
export function accountOf({ firstName, lastName }: Pick<Invented, 'firstName' | 'lastName'>): string {
  return `${[...plain(firstName)][0] ?? ''}${plain(lastName)}`;
}

function plain(name: string): string {
  const latin = toLatin(name)
    .toLowerCase()
    .replace(/[^a-z'-]/g, '');
  return latin || name;
}

/** Rows under a header as RFC 4180 says, with the line ends of Unix. */
export function csvOf<Column extends string>(
  columns: readonly Column[],
  rows: readonly Readonly<Record<Column, string>>[],
): string {
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column]))];
  return lines.map((cells) => `${cells.map(quoted).join(',')}\n`).join('');
}

const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
