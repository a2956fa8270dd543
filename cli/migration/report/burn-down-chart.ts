import { number } from '../../../report/charts.ts';
import { html, type Markup } from '../../../report/markup.ts';
import type { Figures } from '../figures.ts';
import { burnDownOf } from '../projection.ts';

const WIDTH = 1000;
const HEIGHT = 260;
const MARGIN = { left: 64, right: 16, top: 12, bottom: 34 };
const TICKS = 4;

/** People who need the hook, day by day: a solid line to today, a dashed one for the forecast, the deadline upright. */
export function burnDownChart(figures: Figures): Markup {
  const { points, today, last } = burnDownOf(figures);
  const [first] = points;
  if (!first || !today || points.length < 2)
    return html`<p class="quiet">The chart begins on the second day of the programme.</p>`;
  const most = topOf(Math.max(...points.map(({ left }) => left)));
  const xOf = (index: number) =>
    MARGIN.left + (index / (points.length - 1)) * (WIDTH - MARGIN.left - MARGIN.right);
  const yOf = (left: number) =>
    HEIGHT - MARGIN.bottom - (left / most) * (HEIGHT - MARGIN.top - MARGIN.bottom);
  const line = (from: number, to: number) =>
    points
      .slice(from, to + 1)
      .map(({ left }, index) => `${xOf(from + index).toFixed(1)},${yOf(left).toFixed(1)}`)
      .join(' ');
  const now = figures.days.length - 1;
  const deadline = points.findIndex(({ day }) => day === figures.deadline);
  const marks = [...new Set([0, now, ...(deadline < 0 ? [] : [deadline]), points.length - 1])];
  return html`<svg class="burn-down" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${`People who need the hook, ${first.day} to ${last ?? today}`}">
${Array.from({ length: TICKS + 1 }, (_, tick) => gridLine((most * tick) / TICKS, yOf))}
${
  deadline < 0
    ? ''
    : html`<line class="deadline" x1="${xOf(deadline)}" x2="${xOf(deadline)}" y1="${MARGIN.top}" y2="${HEIGHT - MARGIN.bottom}"></line>
<text class="tick" x="${xOf(deadline) - 8}" y="${MARGIN.top + 12}" text-anchor="end">deadline</text>`
}
<polyline class="counted" points="${line(0, now)}"></polyline>
${now < points.length - 1 ? html`<polyline class="expected" points="${line(now, points.length - 1)}"></polyline>` : ''}
<circle class="today" cx="${xOf(now)}" cy="${yOf(points[now]?.left ?? 0)}" r="5"></circle>
${spread(marks, points.length).map((index) => dayLabel(points[index]?.day ?? '', xOf(index), index, points.length))}
</svg>`;
}

function gridLine(left: number, yOf: (left: number) => number): Markup {
  const y = yOf(left);
  return html`<line class="grid" x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${y}" y2="${y}"></line>
<text class="tick" x="${MARGIN.left - 8}" y="${y + 4}" text-anchor="end">${number(left)}</text>`;
}

function dayLabel(day: string, x: number, index: number, count: number): Markup {
  const anchor = index === 0 ? 'start' : index === count - 1 ? 'end' : 'middle';
  return html`<text class="tick" x="${x}" y="${HEIGHT - 10}" text-anchor="${anchor}">${day}</text>`;
}

/** Labels that would lie on one another are left out; the ones named first stay. */
function spread(marks: readonly number[], count: number): readonly number[] {
  const kept: number[] = [];
  for (const mark of marks) if (kept.every((other) => Math.abs(other - mark) / count > 0.12)) kept.push(mark);
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
