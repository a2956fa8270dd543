import type { CompiledSources } from '../compiled-sources.ts';

/** The names of the secrets that the sources use. */
export function secretNames({ sources }: CompiledSources): readonly string[] {
  return sources.flatMap((source) => {
    const secret = source.kind === 'ldap' ? source.search?.secret : 'secret' in source && source.secret;
    return secret ? [secret] : [];
  });
}
