import { readFile } from 'node:fs/promises';
import type * as z from 'zod';
import type { CompiledExpression } from '../lambda/imports/compiled-rules.ts';
import type { ExpectedType } from '../lambda/imports/expressions/prepare.ts';
import { checkExpression, type Language } from './expression.ts';
import { type Position, type Problem, RulesInvalid } from './problem.ts';
import { type StructureFault, structureFaults } from './structure.ts';
import { type Path, readYaml, type YamlSource } from './yaml-source.ts';

/** Where a rules file has an expression, and what it must come to. */
export interface Slot {
  readonly path: Path;
  readonly expected: ExpectedType;
  readonly language: Language;
}

/** What makes one kind of rules file: its structure, its expressions and what else must hold. */
export interface RulesFormat<File, Compiled> {
  readonly schema: z.ZodType<File>;
  /** The places of expressions; called with any YAML value, also one that is not as `schema` wants it. */
  slots(value: unknown): readonly Slot[];
  /** Faults beyond structure and expressions; called with any YAML value too. */
  faults(value: unknown): readonly StructureFault[];
  /** Called for a file without errors; `expression` gives what was compiled from a slot's path. */
  build(file: File, expression: (path: Path) => CompiledExpression): Compiled;
}

/**
 * Turns the text of a rules file into what the Lambda reads.
 *
 * Throws {@link RulesInvalid} with every error found, and the warnings among them. Only YAML that cannot be read
 * hides what else is wrong.
 */
export function compileText<File, Compiled>(
  text: string,
  file: string,
  format: RulesFormat<File, Compiled>,
): { readonly rules: Compiled; readonly warnings: readonly Problem[] } {
  const { source, faults } = readYaml(text);
  if (!source) throw new RulesInvalid(faults.map((fault) => ({ file, ...fault })));
  const problems: Problem[] = [];
  const report = ({ path, at, ...fault }: StructureFault, place?: Position) => {
    const where = place ?? (at === 'key' ? source.positionOfKey(path) : source.positionOf(path));
    problems.push({ file, ...where, ...ruleAt(source, path), ...fault });
  };
  for (const fault of structureFaults(format.schema, source.value)) report(fault);
  for (const fault of format.faults(source.value)) report(fault);
  const compiled = checkSlots(source, format.slots(source.value), report);
  problems.sort((a, b) => a.line - b.line || a.column - b.column);
  if (problems.some(({ severity }) => severity !== 'warning')) throw new RulesInvalid(problems);
  const build = (path: Path) => {
    const expression = compiled.get(JSON.stringify(path));
    if (!expression) throw new Error(`no expression was compiled at ${path.join('.')}`);
    return expression;
  };
  return { rules: format.build(format.schema.parse(source.value), build), warnings: problems };
}

function checkSlots(
  source: YamlSource,
  slots: readonly Slot[],
  report: (fault: StructureFault, place: Position) => void,
): Map<string, CompiledExpression> {
  const expressions = new Map<string, CompiledExpression>();
  for (const { path, expected, language } of slots) {
    const text = valueAt(source.value, path);
    if (typeof text !== 'string' || text === '') continue;
    const { compiled, faults } = checkExpression(text, expected, language);
    if (compiled) expressions.set(JSON.stringify(path), compiled);
    for (const { offset, ...fault } of faults) {
      report({ path, at: 'value', ...fault }, source.positionIn(path, offset));
    }
  }
  return expressions;
}

/** The name of the list item that a path leads into. */
function ruleAt({ value }: YamlSource, [list, index]: Path): { readonly rule?: string } {
  const name = list === undefined || index === undefined ? undefined : valueAt(value, [list, index, 'name']);
  return typeof name === 'string' ? { rule: name } : {};
}

/** What stands at a path of a YAML value; undefined where the path leads nowhere. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (parent, key) =>
      typeof parent === 'object' && parent !== null && Object.hasOwn(parent, key)
        ? Reflect.get(parent, key)
        : undefined,
    value,
  );
}

/**
 * The text of a rules file. Throws {@link RulesInvalid} where there is none: `file_not_found`,
 * `file_unreadable`, `not_utf8`.
 */
export async function readRulesFile(path: string): Promise<string> {
  const refuse = (code: string, message: string) =>
    new RulesInvalid([{ file: path, line: 1, column: 1, code, message }]);
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw refuse('file_not_found', 'there is no such file');
    throw refuse('file_unreadable', `the file cannot be read (${error.code})`);
  });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refuse('not_utf8', 'the file is not UTF-8 text');
  }
}
