import type { NamedSecrets } from '../../platform/named-secrets.ts';
import type { CompiledSource, CompiledSources } from '../compiled-sources.ts';
import type { FindCredential } from '../credentials/find.ts';
import type { ListedSource, Responsible } from '../decide.ts';
import { createExpressionParser, type ExpressionParser } from '../expressions.ts';
import { guardSource } from '../guards/guard-source.ts';
import { createCheckHash } from './check-hash.ts';
import { createHttpSource } from './http.ts';
import { createLdapSource } from './ldap.ts';
import type { PasswordSource } from './source.ts';
import { createSqlSource } from './sql.ts';
import { createTableSource } from './table.ts';

/** What sources need of the world. */
export interface SourcesWorld {
  /** @throws ConfigurationError when there is no credential table */
  readonly find: () => FindCredential;
  readonly secrets: NamedSecrets;
}

/**
 * The sources of a compiled file in their order, each with its time limit and its breaker. Loads the drivers that
 * are needed and parses every expression: what is wrong fails at the cold start.
 */
export async function createSources(
  { sources }: CompiledSources,
  world: SourcesWorld,
): Promise<readonly ListedSource[]> {
  const parser = createExpressionParser();
  return Promise.all(
    sources.map(async (source) => ({
      name: source.name,
      next: source.next,
      isResponsible: responsibleOf(source, parser),
      ask: guardSource(await openSource(source, world, parser), source),
    })),
  );
}

async function openSource(
  source: CompiledSource,
  { find, secrets }: SourcesWorld,
  parser: ExpressionParser,
): Promise<PasswordSource> {
  switch (source.kind) {
    case 'table':
      return createTableSource({ find: find(), checkHash: checkHashOf(source, 'auto') });
    case 'ldap':
      return createLdapSource(source, { secrets, parser });
    case 'http':
      return createHttpSource(source, { secrets, parser });
    case 'sql':
      return createSqlSource(source, { secrets, parser, checkHash: checkHashOf(source, source.format) });
  }
}

function checkHashOf(source: CompiledSource & { readonly decoy?: string }, format: string) {
  const { decoy: hash, next } = source;
  return createCheckHash({ spendAlike: !next, ...(hash !== undefined && { decoy: { hash, format } }) });
}

/** A `when` that does not apply, such as the domain of a short name, is not true. */
function responsibleOf({ when }: CompiledSource, parser: ExpressionParser): Responsible {
  if (!when) return () => true;
  const evaluate = parser.person(when, 'bool');
  return (username) => {
    const outcome = evaluate({ username });
    if (outcome.kind === 'error') return 'error';
    return outcome.kind === 'value' && outcome.value === true;
  };
}
