import type { Figures } from './figures.ts';
import { burnDownOf } from './projection.ts';

const HEIGHT = 8;
const LABEL = 9;
const EIGHTHS = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/**
 * The burn-down as text: a column a day, or every few days where they do not fit, solid up to today and dotted for the
 * forecast. Empty before the second day.
 */
export function burnDownText(figures: Figures, columns: number): string {
  const { points, today, last } = burnDownOf(figures);
  const [first] = points;
  if (!first || !today || points.length < 2) return '';
  const most = Math.max(1, ...points.map(({ left }) => left));
  const room = Math.max(10, columns - LABEL - 3);
  const step = Math.ceil(points.length / room);
  const wide = Math.max(1, Math.min(3, Math.floor(room / points.length)));
  // the last day of each step, so that today's figure is among them where a step ends today
  const shown = points.filter((_, index) => index % step === (points.length - 1) % step);
  const lines = Array.from({ length: HEIGHT }, (_, index) => {
    const floor = HEIGHT - 1 - index;
    const cells = shown.map(({ left, isForecast }) =>
      cell((left / most) * HEIGHT - floor, isForecast).repeat(wide),
    );
    const label = index === 0 ? most.toLocaleString('en') : '';
    return `${label.padStart(LABEL)} │${cells.join('')}`;
  });
  const axis = `${'0'.padStart(LABEL)} └${'─'.repeat(shown.length * wide)}`;
  const ends =
    last === today
      ? `${first.day} to ${today}`
      : `${first.day} to ${last}; from ${today} on, dotted: the forecast`;
  return [...lines, axis, `${' '.repeat(LABEL + 2)}${ends}`].join('\n');
}

/** `height`: how much of this line of the chart the column fills; above 1 it is full. */
function cell(height: number, isForecast: boolean): string {
  if (isForecast) return height >= 0.5 ? '░' : height > 0 ? '·' : ' ';
  return EIGHTHS[Math.min(8, Math.max(0, Math.ceil(height * 8)))] ?? ' ';
}
