/**
 * A text with what stands between two markers replaced.
 *
 * @throws Error when a marker is missing, or the second does not come after the first
 */
export function replaceBetween(text: string, markers: readonly [string, string], content: string): string {
  const [first, last] = markers;
  const start = text.indexOf(first) + first.length;
  const end = text.indexOf(last, start);
  if (!text.includes(first) || end < 0) throw new Error(`there is no ${first} before ${last}`);
  return `${text.slice(0, start)}\n\n${content}\n\n${text.slice(end)}`;
}
