import { jest } from '@jest/globals';
import fastCheck, { type Parameters, type RunDetails } from 'fast-check';

const DEFAULT_RUNS = 100;
const TIMEOUT_MS = 5_000;
const { seed, factor } = readFuzzing(process.env);
if (factor > 1) jest.setTimeout(TIMEOUT_MS * factor);

/**
 * fast-check, whose properties can be replayed and dug deeper with: `FUZZ_SEED` (a whole number) is the seed of every
 * property, by default each has one of its own; `FUZZ_RUNS` multiplies how often each runs. A failure names the seed.
 */
export const fc: typeof fastCheck = {
  ...fastCheck,
  assert: assertReplayable as typeof fastCheck.assert,
};

/** @throws TypeError when a variable holds something else: a replay of another seed would prove nothing */
export function readFuzzing(variables: Readonly<Record<string, string | undefined>>): {
  readonly seed: number | undefined;
  readonly factor: number;
} {
  const { FUZZ_SEED, FUZZ_RUNS = '1' } = variables;
  if (FUZZ_SEED !== undefined && !/^-?\d{1,10}$/.test(FUZZ_SEED))
    throw new TypeError('FUZZ_SEED must be a whole number');
  const factor = Number(FUZZ_RUNS);
  if (!(factor > 0 && factor <= 10_000)) throw new TypeError('FUZZ_RUNS must be above 0 and at most 10,000');
  return { seed: FUZZ_SEED === undefined ? undefined : Number(FUZZ_SEED), factor };
}

function assertReplayable<Values>(
  property: fastCheck.IRawProperty<Values>,
  parameters: Parameters<Values> = {},
): void | Promise<void> {
  const { numRuns = DEFAULT_RUNS } = parameters;
  const details = fastCheck.check(property as fastCheck.IProperty<Values>, {
    ...parameters,
    ...(seed !== undefined && { seed }),
    numRuns: Math.ceil(numRuns * factor),
  }) as RunDetails<Values> | Promise<RunDetails<Values>>;
  return details instanceof Promise ? details.then(report) : report(details);
}

function report<Values>(details: RunDetails<Values>): void {
  if (!details.failed) return;
  const again = `FUZZ_SEED=${details.seed}${factor === 1 ? '' : ` FUZZ_RUNS=${factor}`}`;
  const message = `${fastCheck.defaultReportMessage(details)}\nThe same again: ${again}`;
  throw new Error(message, { cause: details.errorInstance });
}
