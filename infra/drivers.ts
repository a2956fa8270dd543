import type { CompiledSource, CompiledSources } from '../lambda/passwords/compiled-sources.ts';

/** Packages that only some password sources need, by what needs them. */
const DRIVERS: Readonly<Record<string, (source: CompiledSource) => boolean>> = {
  ldapts: ({ kind }) => kind === 'ldap',
  pg: (source) => source.kind === 'sql' && source.engine === 'postgresql',
  mysql2: (source) => source.kind === 'sql' && source.engine === 'mysql',
};

/** Packages that no source of the file uses: they stay out of the bundle, and nothing ever imports them. */
export function unusedDrivers({ sources }: CompiledSources): readonly string[] {
  return Object.keys(DRIVERS).filter((name) => !sources.some((source) => DRIVERS[name]?.(source)));
}
