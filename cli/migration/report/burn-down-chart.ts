import { number } from '../../../report/charts.ts';
import { html, type Markup } from '../../../report/markup.ts';
import type { Figures } from '../figures.ts';
import { type BurnDownPoint, burnDownOf } from '../projection.ts';

const TICKS = 4;
/** The share of the width below which two days would lie on one another, from 761 pixels on. */
const APART = 0.18;

/**
 * People who need the hook, day by day: a solid line to today, a dashed one for the forecast, the deadline upright.
 * Everything is placed in percent, so that lines follow the width of the page and texts keep their size.
 */
export function burnDownChart(figures: Figures): Markup {
  const { points, today, last } = burnDownOf(figures);
  const [first] = points;
  if (!first || !today || points.length < 2)
    return html`<p class="quiet">The chart begins on the second day of the programme.</p>`;
  const most = topOf(Math.max(...points.map(({ left }) => left)));
  const xOf = (index: number) => percentOf(index, points.length - 1);
  const yOf = (left: number) => percentOf(most - left, most);
  const line = (from: number, to: number) =>
    points
      .slice(from, to + 1)
      .map(({ left }, index) => `${xOf(from + index)},${yOf(left)}`)
      .join(' ');
  const now = figures.days.length - 1;
  const deadline = points.findIndex(({ day }) => day === figures.deadline);
  return html`<svg class="burn-down" role="img" aria-label="${`People who need the hook, ${first.day} to ${last ?? today}`}">
${Array.from({ length: TICKS + 1 }, (_, tick) => gridLine((most * tick) / TICKS, yOf))}
${deadline < 0 ? '' : deadlineMark(xOf(deadline))}
<svg viewBox="0 0 100 100" preserveAspectRatio="none"><polyline class="counted" points="${line(0, now)}"></polyline>
${now < points.length - 1 ? html`<polyline class="expected" points="${line(now, points.length - 1)}"></polyline>` : ''}</svg>
<circle class="today" cx="${xOf(now)}%" cy="${yOf(points[now]?.left ?? 0)}%" r="5"></circle>
${dayLabels(points, [now, deadline], xOf)}
</svg>`;
}

const percentOf = (part: number, whole: number) => Number(((100 * part) / whole).toFixed(2));

function gridLine(left: number, yOf: (left: number) => number): Markup {
  const y = `${yOf(left)}%`;
  return html`<line class="grid" x1="0" x2="100%" y1="${y}" y2="${y}"></line>
<text class="tick" x="0" y="${y}" dx="-8" dy="4" text-anchor="end">${number(left)}</text>`;
}

/** The word stands on the side where there is more room. */
function deadlineMark(x: number): Markup {
  const [dx, anchor] = x < 50 ? [8, 'start'] : [-8, 'end'];
  return html`<line class="deadline" x1="${x}%" x2="${x}%" y1="0" y2="100%"></line>
<text class="tick" x="${x}%" y="0" dx="${dx}" dy="12" text-anchor="${anchor}">deadline</text>`;
}

/** The days of these points, as far as there is room; a phone has room for the first and the last. */
function dayLabels(
  points: readonly BurnDownPoint[],
  marks: readonly number[],
  xOf: (index: number) => number,
): Markup[] {
  const end = points.length - 1;
  return spread([0, end, ...marks], APART * end).map((index) => {
    const [anchor, size] = index === 0 ? ['start', ''] : index === end ? ['end', ''] : ['middle', ' roomy'];
    return html`<text class="tick${size}" x="${xOf(index)}%" y="100%" dy="22" text-anchor="${anchor}">${points[index]?.day ?? ''}</text>`;
  });
}

/** Points closer to one another than this are left out; the ones named first stay. */
function spread(marks: readonly number[], apart: number): readonly number[] {
  const kept: number[] = [];
  for (const mark of marks) {
    if (mark >= 0 && kept.every((other) => Math.abs(other - mark) >= apart)) kept.push(mark);
  }
  return kept;
}

/** A round number that is not less, and that four grid lines divide. */
function topOf(most: number): number {
  const step = 10 ** Math.floor(Math.log10(Math.max(1, most / TICKS)));
  const factor =
    [1, 2, 2.5, 3, 4, 5, 6, 8, 10].find(
      (one) => one * step * TICKS >= most && Number.isInteger(one * step),
    ) ?? 10;
  return factor * step * TICKS;
}
