type Triple = readonly [number, number, number];
type Matrix = readonly [Triple, Triple, Triple];

/** Machado, Oliveira and Fernandes 2009, severity 1.0, on linear sRGB. */
const SIMULATIONS = {
  'usual sight': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
} as const satisfies Record<string, Matrix>;

/** Linear sRGB to the cone responses of Oklab, and their cube roots to its three axes (Ottosson 2020). */
const CONES: Matrix = [
  [0.4122214708, 0.5363325363, 0.0514459929],
  [0.2119034982, 0.6806995451, 0.1073969566],
  [0.0883024619, 0.2817188376, 0.6299787005],
];
const AXES: Matrix = [
  [0.2104542553, 0.793617785, -0.0040720468],
  [1.9779984951, -2.428592205, 0.4505937099],
  [0.0259040371, 0.7827717662, -0.808675766],
];
// Relative luminance, WCAG 2.2
const LUMINANCE: Triple = [0.2126, 0.7152, 0.0722];

/** A way to see colours. */
export type Blindness = keyof typeof SIMULATIONS;
export const BLINDNESSES = Object.keys(SIMULATIONS) as Blindness[];

/** How far two colours (`#rrggbb`) are apart for somebody: the distance in Oklab, times 100. */
export function difference(one: string, other: string, blindness: Blindness): number {
  const [a, b] = [one, other].map((color) => oklab(seen(linear(color), SIMULATIONS[blindness])));
  return a && b ? 100 * Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]) : 0;
}

/** The contrast ratio of WCAG, from 1 to 21. */
export function contrast(one: string, other: string): number {
  const [a, b] = [one, other].map((color) => 0.05 + dot(LUMINANCE, linear(color)));
  return a && b ? Math.max(a, b) / Math.min(a, b) : 0;
}

const channel = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
const linear = (color: string): Triple => {
  const at = (start: number) => channel(Number.parseInt(color.slice(start, start + 2), 16) / 255);
  return [at(1), at(3), at(5)];
};
const dot = (row: Triple, by: Triple) => row[0] * by[0] + row[1] * by[1] + row[2] * by[2];
const times = ([a, b, c]: Matrix, by: Triple): Triple => [dot(a, by), dot(b, by), dot(c, by)];
const each = ([a, b, c]: Triple, change: (value: number) => number): Triple => [
  change(a),
  change(b),
  change(c),
];
const seen = (color: Triple, simulation: Matrix) =>
  each(times(simulation, color), (value) => Math.min(1, Math.max(0, value)));
const oklab = (color: Triple) => times(AXES, each(times(CONES, color), Math.cbrt));
