import path from 'node:path';
import type { CompiledExpression } from '../lambda/imports/compiled-rules.ts';
import type { CompiledSource, CompiledSources } from '../lambda/passwords/compiled-sources.ts';
import {
  ANSWER_VARIABLES,
  createSourceEnvironment,
  PERSON_VARIABLES,
  SOURCE_FUNCTION_NAMES,
} from '../lambda/passwords/expressions.ts';
import { DEFAULT_LIMITS } from '../lambda/passwords/guards/throttle.ts';
import { compileText, type RulesFormat, readRulesFile, type Slot, valueAt } from './compiler.ts';
import type { Language } from './expression.ts';
import type { Problem } from './problem.ts';
import { readCertificates, sourceFaults } from './source-faults.ts';
import { type SourcesFile, sourcesSchema } from './sources-schema.ts';
import type { Path } from './yaml-source.ts';

/** What the compiler made of a file of password sources, and what its author should look at again. */
export interface CompiledSourcesFile {
  readonly rules: CompiledSources;
  readonly warnings: readonly Problem[];
}

/** Compiles a file such as `rules/password-sources.yaml`; throws `RulesInvalid` with all its problems. */
export async function compileSourcesFile(file: string): Promise<CompiledSourcesFile> {
  return compileSources(await readRulesFile(file), file);
}

/** Compiles the text of such a file; certificates are read relative to it. Throws `RulesInvalid`. */
export function compileSources(text: string, fileName: string): CompiledSourcesFile {
  const folder = path.dirname(path.resolve(fileName));
  const format: RulesFormat<SourcesFile, CompiledSources> = {
    schema: sourcesSchema,
    slots: sourceSlots,
    faults: (value) => sourceFaults(value, folder),
    build: ({ throttle = {}, shortNames = false, sources }, expression) => ({
      version: 1,
      throttle: { ...DEFAULT_LIMITS, ...defined(throttle) },
      shortNames,
      sources: sources.map((source, index) => buildSource(source, ['sources', index], folder, expression)),
    }),
  };
  return compileText(text, fileName, format);
}

const language = (variables: Readonly<Record<string, string>>): Language => ({
  environment: createSourceEnvironment(variables),
  variables: Object.keys(variables),
  functions: SOURCE_FUNCTION_NAMES,
  attributes: {},
});
const ofPerson = language(PERSON_VARIABLES);
const ofAnswer = language(ANSWER_VARIABLES);
const inDn: Language = { ...ofPerson, escapes: { username: 'dnValue' } };
const inFilter: Language = { ...ofPerson, escapes: { username: 'filterValue' } };

function sourceSlots(value: unknown): readonly Slot[] {
  const sources = valueAt(value, ['sources']);
  return (Array.isArray(sources) ? sources : []).flatMap((_, index): Slot[] => {
    const slot = (expected: Slot['expected'], of: Language, ...keys: string[]): Slot => ({
      path: ['sources', index, ...keys],
      expected,
      language: of,
    });
    return [
      slot('bool', ofPerson, 'when'),
      slot('string', inDn, 'ldap', 'dn'),
      slot('string', inFilter, 'ldap', 'search', 'filter'),
      slot('string', ofPerson, 'http', 'username'),
      ...['match', 'noMatch', 'unknown'].map((key) => slot('bool', ofAnswer, 'http', key)),
      slot('string', ofPerson, 'sql', 'username'),
    ];
  });
}

type FileSource = SourcesFile['sources'][number];
type Lookup = (path: Path) => CompiledExpression;

const DEFAULT_TIMEOUT = 1_500;
const DEFAULT_PORTS = { postgresql: 5432, mysql: 3306 } as const;

function buildSource(source: FileSource, at: Path, folder: string, expression: Lookup): CompiledSource {
  const { name, next = false, timeout = DEFAULT_TIMEOUT, when, ldap, http, sql, table } = source;
  const common = { name, next, timeout, ...(when !== undefined && { when: expression([...at, 'when']) }) };
  const compiled = (text: string | undefined, ...keys: string[]) =>
    text === undefined ? undefined : expression([...at, ...keys]);
  const trusted = (file: string | undefined) =>
    file === undefined ? undefined : readCertificates(folder, file);
  if (ldap) return { ...common, ...buildLdap(ldap, compiled, trusted) };
  if (http) return { ...common, ...buildHttp(http, compiled, trusted) };
  if (sql) {
    const { ca, username, ...rest } = sql;
    const { port = DEFAULT_PORTS[sql.engine], format = 'auto' } = sql;
    const own = defined({ ca: trusted(ca), username: compiled(username, 'sql', 'username') });
    return { ...common, kind: 'sql', ...defined(rest), port, format, ...own };
  }
  return { ...common, kind: 'table', ...defined({ decoy: table?.decoy }) };
}

type Compile = (text: string | undefined, ...keys: string[]) => CompiledExpression | undefined;
type Trust = (file: string | undefined) => string | undefined;

function buildLdap(ldap: NonNullable<FileSource['ldap']>, compiled: Compile, trusted: Trust) {
  const { url, startTls = false, ca, dn, search } = ldap;
  const filter = compiled(search?.filter, 'ldap', 'search', 'filter');
  return {
    kind: 'ldap' as const,
    url,
    startTls,
    ...defined({ ca: trusted(ca), dn: compiled(dn, 'ldap', 'dn') }),
    ...(search && filter && { search: { ...search, filter } }),
  };
}

function buildHttp(http: NonNullable<FileSource['http']>, compiled: Compile, trusted: Trust) {
  const { encoding = 'json', usernameField = 'username', passwordField = 'password' } = http;
  const { url, fields = {}, header = 'authorization', secret, ca, username, unknown } = http;
  const [match, noMatch] = (['match', 'noMatch'] as const).map((key) => compiled(http[key], 'http', key));
  if (!match || !noMatch) throw new Error('an expression that must be there is not');
  return {
    kind: 'http' as const,
    ...{ url, encoding, usernameField, passwordField, fields, match, noMatch },
    header: header.toLowerCase(),
    ...defined({
      ca: trusted(ca),
      secret,
      username: compiled(username, 'http', 'username'),
      unknown: compiled(unknown, 'http', 'unknown'),
    }),
  };
}

/** Keys whose values may be undefined become optional ones. */
type Defined<Shape> = {
  [Key in keyof Shape as undefined extends Shape[Key] ? never : Key]: Shape[Key];
} & {
  [Key in keyof Shape as undefined extends Shape[Key] ? Key : never]?: Exclude<Shape[Key], undefined>;
};

/** Without the keys that are undefined. */
function defined<Shape extends object>(shape: Shape): Defined<Shape> {
  const kept = Object.entries(shape).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as Defined<Shape>;
}
