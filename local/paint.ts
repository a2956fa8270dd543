import { styleText } from 'node:util';
import { ownText, toScreen } from './screen.ts';

/** Gives text a colour or weight, or leaves it plain. */
export type Paint = (format: Parameters<typeof styleText>[0], text: string) => string;

/** Paints when `color` says so, for a {@link screen}; the caller has asked the terminal. */
export function createPaint(color: boolean): Paint {
  return (format, text) =>
    color ? ownText(styleText(format, toScreen(text), { validateStream: false })) : text;
}

/** Whether a stream wants colours, by Node's own reading of NO_COLOR, FORCE_COLOR and the terminal. */
export function wantsColor(stream: NodeJS.WritableStream): boolean {
  return styleText('bold', 'x', { stream }) !== 'x';
}
