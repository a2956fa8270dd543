/** A record as a profile: an empty cell is an attribute without a value. Every record of a file keeps one shape. */
export function emptyToNull(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const profile: Record<string, unknown> = { ...record };
  for (const name in profile) if (profile[name] === '') profile[name] = null;
  return profile;
}
