import { randomUUID } from 'node:crypto';

const ESCAPE = '\u001b';
/** Stands for the escape character in text of this program's own; nobody else's text can know it. */
const OWN = randomUUID();
/** What steers a terminal, or turns the order of its letters around; lines stay lines. */
const STEERING = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Somebody else's text, such as a name out of an export, without what steers a terminal. */
export const plainText = (text: string): string => text.replace(STEERING, ' ');

/** Marks text of this program's own: {@link toScreen} lets its terminal sequences, colours for one, through. */
export const ownText = (text: string): string => text.replaceAll(ESCAPE, OWN);

/** Text for a terminal: {@link ownText} keeps its sequences, everything else becomes {@link plainText}. */
export const toScreen = (text: string): string => text.split(OWN).map(plainText).join(ESCAPE);

/**
 * The same JSON value, in signs that steer no terminal: what JSON leaves as it is inside strings, such as U+009B or
 * U+202E, is escaped.
 */
export function jsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(STEERING, escaped);
}

const escaped = (sign: string): string =>
  Array.from({ length: sign.length }, (_, at) => sign.charCodeAt(at).toString(16).padStart(4, '0'))
    .map((unit) => String.raw`\u` + unit)
    .join('');

/** What takes text, such as a stream. */
export interface Sink {
  write(text: string): unknown;
}

/** A terminal or a pipe to which everything goes by {@link toScreen}: whatever a program says, only it steers. */
export const screen = (sink: Sink): Sink => ({ write: (text) => sink.write(toScreen(text)) });
