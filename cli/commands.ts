import type { Command } from './command.ts';

/** A row of the command table: what the help lists, and how to get the command itself. */
export interface CommandEntry {
  /** One word, or a noun and a verb. */
  readonly name: string;
  readonly summary: string;
  /** Imports the command; called only when it was chosen. */
  readonly load: () => Promise<{ readonly command: Command }>;
}

/** Every command, in the order the help shows them. */
export const commands: readonly CommandEntry[] = [];
