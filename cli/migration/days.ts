/** A day in milliseconds. */
export const DAY_MS = 24 * 60 * 60 * 1000;

/** The day in UTC of a time in milliseconds since the epoch, such as `2026-11-20`. */
export const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** Every day from the first to the last, both included. */
export function daysBetween(first: string, last: string): readonly string[] {
  const [start, end] = [Date.parse(first), Date.parse(last)];
  const count = Math.max(0, Math.round((end - start) / DAY_MS)) + 1;
  return Array.from({ length: count }, (_, index) => dayOf(start + index * DAY_MS));
}
