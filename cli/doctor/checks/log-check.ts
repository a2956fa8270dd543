import type { Evidence, LogReading } from '../evidence.ts';
import { type Check, type Finding, skipped } from '../finding.ts';

/** A check of the System Log; when that cannot be read, another check says why. */
export function checkOfLog(
  name: string,
  look: (log: LogReading, evidence: Evidence) => readonly Finding[],
): Check {
  return {
    name,
    look(evidence) {
      const { value } = evidence.log;
      return value ? look(value, evidence) : [skipped('the System Log could not be read')];
    },
  };
}

/** The ids of this deployment's inline hooks, of one kind or of all. */
export function hookIds({ wanted, inlineHooks }: Evidence, kind?: string): ReadonlySet<string> {
  const ours = wanted.filter((hook) => kind === undefined || hook.kind === kind);
  const live = inlineHooks.value ?? [];
  return new Set(
    live
      .filter(({ name, type }) => ours.some((hook) => hook.name === name && hook.type === type))
      .map(({ id }) => id),
  );
}

/** Since when the log was read, for people. */
export const sinceWords = ({ since }: LogReading): string =>
  `since ${new Date(since).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
