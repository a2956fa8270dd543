/** A stored object with a partial update laid over it: objects are merged, everything else is replaced. */
export function merge(stored: unknown, update: unknown): unknown {
  if (!isObject(stored) || !isObject(update)) return update;
  const merged = Object.entries(update).map(([name, value]) => [name, merge(stored[name], value)]);
  return { ...stored, ...Object.fromEntries(merged) };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
