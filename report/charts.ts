import { html, type Markup } from './markup.ts';

/** Something that was counted by its name. */
export interface Count {
  readonly name: string;
  readonly count: number;
}

/** A piece of a bar, in the colour of a class. */
export interface Cut {
  readonly className: string;
  readonly count: number;
}

/** Whoever has one person in ten thousand is still to be seen. */
const THINNEST = 0.4;
const MOST_BARS = 10;

/** A count as people read it: `12,345`. */
export const number = (count: number): string => count.toLocaleString('en');

/** A share as people read it: `12 %`, `< 1 %`. */
export function percent(count: number, total: number): string {
  const share = total === 0 ? 0 : (100 * count) / total;
  if (share > 0 && share < 1) return '< 1 %';
  return share > 99 && share < 100 ? '> 99 %' : `${Math.round(share)} %`;
}

/**
 * One bar of full width, cut by counts; what is zero is left out, and nothing else is too thin to be seen. Of nothing
 * there is no bar. `label` is for a bar whose counts stand nowhere beside it.
 */
export function stackedBar(cuts: readonly Cut[], label?: string): Markup {
  const present = cuts.filter(({ count }) => count > 0);
  if (present.length === 0) return html``;
  const total = present.reduce((sum, { count }) => sum + count, 0);
  const widths = present.map(({ count }) => Math.max(THINNEST, (100 * count) / total));
  const scale = 100 / widths.reduce((sum, width) => sum + width, 0);
  let x = 0;
  const pieces = present.map(({ className }, index) => {
    const width = (widths[index] ?? 0) * scale;
    x += width;
    return html`<rect class="${className}" x="${x - width}" width="${width}" height="1"></rect>`;
  });
  const svg = html`class="stack" viewBox="0 0 100 1" preserveAspectRatio="none"`;
  if (label === undefined) return html`<svg ${svg} aria-hidden="true">${pieces}</svg>`;
  return html`<svg ${svg} role="img" aria-label="${label}"><title>${label}</title>${pieces}</svg>`;
}

/** A bar for each of the ten largest counts; without any, the words of `none`. */
export function barChart(title: string, counts: readonly Count[], none: string): Markup {
  const shown = counts.slice(0, MOST_BARS);
  const most = shown[0]?.count ?? 1;
  const rest = counts.length - shown.length;
  const bars = shown.map(
    ({ name, count }) => html`<li><bdi class="name">${name}</bdi>
<svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"><rect class="bar" width="${(100 * count) / most}" height="1"></rect></svg>
<strong>${number(count)}</strong></li>`,
  );
  return html`<section class="panel"><h2>${title}</h2>
${shown.length === 0 ? html`<p class="quiet">${none}</p>` : html`<ol class="bars">${bars}</ol>`}
${rest > 0 ? html`<p class="quiet">and ${number(rest)} more</p>` : ''}</section>`;
}
