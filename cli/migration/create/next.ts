import { commandLine } from '../../command-line.ts';
import type { CreateCounts } from './show.ts';

/** What a run was told, as far as the next one has to be told it again. */
export interface CreateOptions {
  readonly outputs: string;
  readonly wave?: readonly string[];
  readonly limit?: string;
  readonly 'create-groups': boolean;
  readonly 'no-table': boolean;
}

/** The command that does what a dry run has shown. */
export function lineOfDryRun(plan: string, { wave = [], limit, ...options }: CreateOptions): string {
  const chosen = [
    ...wave.flatMap((name) => ['--wave', name]),
    ...(limit === undefined ? [] : ['--limit', limit]),
  ];
  return createLine(plan, chosen, options);
}

/** The commands that follow a run: the rest of the people, and where everybody stands. */
export function linesAfter(plan: string, { left }: CreateCounts, options: CreateOptions): readonly string[] {
  const table = options['no-table'] ? ['--no-table'] : [];
  return [
    ...(left > 0 ? [createLine(plan, [], options)] : []),
    commandLine(['migrate', 'status', plan, ...table], options.outputs),
  ];
}

function createLine(
  plan: string,
  chosen: readonly string[],
  options: Omit<CreateOptions, 'wave' | 'limit'>,
): string {
  const flags = (['create-groups', 'no-table'] as const).filter((name) => options[name]);
  const words = ['migrate', 'create', plan, ...chosen, ...flags.map((name) => `--${name}`)];
  return commandLine(words, options.outputs);
}
