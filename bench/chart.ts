import { judge, type Verdict } from './verdict.ts';

const WIDTH = 920;
const LABELS = 430;
const ROW = 26;
const TOP = 34;
/** Pixels for the whole of a budget; bars that go further are cut at the shares. */
const SCALE = 300;
const SHARES = LABELS + SCALE + 50;
const BAR = 14;

/** A ground of its own: whatever the colour of the page around it, text and ground fit each other. */
const STYLE = `.ground { fill: #ffffff } text { font: 13px system-ui, sans-serif; fill: #24292f } .met { fill: #2da44e } .noisy { fill: #bf8700 }
.missed { fill: #cf222e } line { stroke: #57606a; stroke-dasharray: 3 3 } .spread { stroke: #24292f; stroke-dasharray: none }
@media (prefers-color-scheme: dark) { .ground { fill: #0d1117 } text { fill: #e6edf3 } line { stroke: #8d96a0 } .spread { stroke: #e6edf3 } }`;

/** How much of each budget is used, as an SVG: a bar for the median, a thin line over it for the middle half, and in words what is not met. */
export function chartOf(verdicts: readonly Verdict[]): string {
  const bars = verdicts.flatMap((verdict) =>
    verdict.most === undefined ? [] : [{ verdict, most: verdict.most }],
  );
  const height = TOP + bars.length * ROW + 8;
  const limit = LABELS + SCALE;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img">`,
    '<title>How much of each budget is used</title>',
    `<style>${STYLE}</style>`,
    `<rect class="ground" width="${WIDTH}" height="${height}"/>`,
    `<text x="${limit}" y="18" text-anchor="middle">the budget</text>`,
    ...bars.map(({ verdict, most }, index) => rowOf(verdict, most, TOP + index * ROW)),
    `<line x1="${limit}" y1="24" x2="${limit}" y2="${height - 6}"/>`,
    '</svg>',
    '',
  ].join('\n');
}

function rowOf(verdict: Verdict, most: number, y: number): string {
  const { what, ratio } = verdict;
  const length = (value: number) =>
    Math.min(SHARES - 10 - LABELS, Math.max(1, (value / most) * SCALE)).toFixed(1);
  const at = (value: number) => (LABELS + Number(length(value))).toFixed(1);
  const middle = y + BAR / 2;
  const judgement = judge(verdict);
  const share = `${Math.round((ratio.median / most) * 100).toLocaleString('en')} %${judgement === 'met' ? '' : ` ${judgement}`}`;
  return [
    `<text x="${LABELS - 10}" y="${y + 12}" text-anchor="end">${xmlText(what)}</text>`,
    `<rect class="${judgement}" x="${LABELS}" y="${y}" width="${length(ratio.median)}" height="${BAR}" rx="2"/>`,
    `<line class="spread" x1="${at(ratio.least)}" y1="${middle}" x2="${at(ratio.most)}" y2="${middle}"/>`,
    `<text x="${SHARES}" y="${y + 12}">${share}</text>`,
  ].join('\n');
}

const xmlText = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
