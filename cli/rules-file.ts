import path from 'node:path';
import type { CompiledRules } from '../lambda/imports/compiled-rules.ts';
import { compileRulesFile } from '../rules/compile.ts';
import { RulesInvalid } from '../rules/problem.ts';
import { CommandError, type Io } from './command.ts';

/** The import rules that ship. */
export const SHIPPED_RULES = path.join(import.meta.dirname, '../rules/import.yaml');

/** The option of every command that decides by import rules. */
export const rulesOption = {
  type: 'string',
  placeholder: 'file',
  description: 'the rules to decide by (default: rules/import.yaml)',
} as const;

/** Compiles the import rules of `--rules`, or those that ship. */
export async function rulesOf(file: string | undefined, io: Pick<Io, 'cwd'>): Promise<CompiledRules> {
  const found = file === undefined ? SHIPPED_RULES : path.resolve(io.cwd, file);
  const { rules } = await mending('mend the rules; rules check looks at them alone', () =>
    compileRulesFile(path.relative(process.cwd(), found)),
  );
  return rules;
}

/** Compiles a file of expressions; what is wrong in it becomes a message for its author, with what to do next. */
export async function mending<Compiled>(next: string, compile: () => Promise<Compiled>): Promise<Compiled> {
  try {
    return await compile();
  } catch (error) {
    if (!(error instanceof RulesInvalid)) throw error;
    throw new CommandError(error.message, { next });
  }
}
