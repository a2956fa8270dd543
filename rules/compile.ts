import type {
  AttributePath,
  CompiledExpression,
  CompiledLogin,
  CompiledRule,
  CompiledRules,
} from '../lambda/imports/compiled-rules.ts';
import {
  createEnvironment,
  NUMBERED_VARIABLES,
  RULE_VARIABLES,
} from '../lambda/imports/expressions/environment.ts';
import { knownAttributes } from './attributes.ts';
import { compileText, type RulesFormat, readRulesFile, type Slot, valueAt } from './compiler.ts';
import type { Language } from './expression.ts';
import { importFaults, NUMBERS } from './import-faults.ts';
import type { Problem } from './problem.ts';
import { type ImportRulesFile, importRulesSchema } from './schema.ts';
import type { Path } from './yaml-source.ts';

/** What the compiler made of a rules file, and what its author should look at again. */
export interface CompiledFile {
  readonly rules: CompiledRules;
  readonly warnings: readonly Problem[];
}

/** Compiles a file such as `rules/import.yaml`; throws `RulesInvalid` with all its problems. */
export async function compileRulesFile(path: string): Promise<CompiledFile> {
  return compileRules(await readRulesFile(path), path);
}

/** Compiles the text of a rules file; `fileName` is what problems call it. Throws `RulesInvalid`. */
export function compileRules(text: string, fileName: string): CompiledFile {
  return compileText(text, fileName, importFormat);
}

const inNumbered = { ...createLanguage(NUMBERED_VARIABLES), required: 'n' };
const elsewhere = { ...createLanguage(RULE_VARIABLES), foreign: { n: 'n in "numbered" only' } };

function createLanguage(variables: Readonly<Record<string, string>>) {
  return { environment: createEnvironment(variables), variables: Object.keys(variables) };
}

const DEFAULT_PERSON: CompiledExpression = {
  source: 'appUser.externalId',
  reads: ['appUser.externalId'],
};

const importFormat: RulesFormat<ImportRulesFile, CompiledRules> = {
  schema: importRulesSchema,
  slots: importSlots,
  faults: importFaults,
  build: (file, expression) => ({
    version: 1,
    person: file.person === undefined ? DEFAULT_PERSON : expression(['person']),
    attributes: (file.attributes ?? []).map(parsePath),
    loginPattern: file.loginPattern ?? 'email',
    whenUnknown: file.whenUnknown ?? 'claim',
    onDeadline: file.onDeadline ?? 'error',
    rules: (file.rules ?? []).map((rule, index) => buildRule(rule, ['rules', index], expression)),
  }),
};

type FileRule = NonNullable<ImportRulesFile['rules']>[number];
type Lookup = (path: Path) => CompiledExpression;

function buildRule(rule: FileRule, path: Path, expression: Lookup): CompiledRule {
  const optional = <Key extends 'when' | 'otherwise' | 'link' | 'fail'>(key: Key) =>
    rule[key] === undefined ? {} : ({ [key]: expression([...path, key]) } as Record<Key, CompiledExpression>);
  return {
    name: rule.name,
    ...optional('when'),
    set: Object.keys(rule.set ?? {}).map((key) => ({
      path: parsePath(key),
      value: expression([...path, 'set', key]),
    })),
    ...(rule.login && { login: buildLogin(rule.login, [...path, 'login'], expression) }),
    ...optional('otherwise'),
    ...optional('link'),
    create: rule.create ?? false,
    ...optional('fail'),
    stop: rule.stop ?? false,
  };
}

function buildLogin(login: NonNullable<FileRule['login']>, path: Path, expression: Lookup): CompiledLogin {
  return {
    candidates: (login.candidates ?? []).map((_, index) => expression([...path, 'candidates', index])),
    ...(login.numbered !== undefined && { numbered: expression([...path, 'numbered']) }),
    from: login.from ?? NUMBERS.from,
    to: login.to ?? NUMBERS.to,
    write: (login.write ?? ['user.login']).map(parsePath),
  };
}

function parsePath(path: string): AttributePath {
  const [profile, attribute = ''] = path.split('.');
  return { profile: profile === 'user' ? 'user' : 'appUser', attribute };
}

function importSlots(value: unknown): readonly Slot[] {
  const declared = listAt(value, ['attributes']).filter((path) => typeof path === 'string');
  const attributes = knownAttributes(declared);
  const language: Language = { ...elsewhere, attributes };
  const numbered: Language = { ...inNumbered, attributes };
  return [
    { path: ['person'], expected: 'string', language },
    ...listAt(value, ['rules']).flatMap((rule, index) =>
      ruleSlots(rule, ['rules', index], language, numbered),
    ),
  ];
}

function ruleSlots(rule: unknown, path: Path, language: Language, numbered: Language): readonly Slot[] {
  const set = valueAt(rule, ['set']);
  const setKeys = typeof set === 'object' && set !== null ? Object.keys(set) : [];
  const candidates = listAt(rule, ['login', 'candidates']);
  return [
    { path: [...path, 'when'], expected: 'bool', language },
    ...setKeys.map((key): Slot => ({ path: [...path, 'set', key], expected: 'dyn', language })),
    ...candidates.map(
      (_, index): Slot => ({ path: [...path, 'login', 'candidates', index], expected: 'string', language }),
    ),
    { path: [...path, 'login', 'numbered'], expected: 'string', language: numbered },
    { path: [...path, 'otherwise'], expected: 'string', language },
    { path: [...path, 'link'], expected: 'string', language },
    { path: [...path, 'fail'], expected: 'string', language },
  ];
}

function listAt(value: unknown, path: Path): readonly unknown[] {
  const list = valueAt(value, path);
  return Array.isArray(list) ? list : [];
}
