import { type Spread, spreadOf } from './statistics.ts';

/** One thing to measure: a name and a piece of work. */
export interface Contender {
  readonly name: string;
  readonly work: () => Promise<unknown>;
  /** Makes ready what a round needs; its time does not count. */
  readonly prepare?: () => void;
}

/** What was measured: the value of each round, its median and the half of the rounds around it. */
export interface Measured extends Spread {
  readonly name: string;
  readonly values: readonly number[];
}

/** Microseconds since some moment. */
type Clock = () => number;

const wallClock: Clock = () => Number(process.hrtime.bigint()) / 1000;

/** The time that cores have worked for this process: what others do on the machine does not count. */
export const cpuClock: Clock = () => {
  const { user, system } = process.cpuUsage();
  return user + system;
};

/**
 * Measures contenders in turns (A B C, A B C, …), so that a busy machine slows all of them; in microseconds a piece
 * of work. The first rounds warm up and do not count.
 */
export async function measureInTurns(
  contenders: readonly Contender[],
  options: {
    readonly rounds: number;
    readonly calls: number;
    /** Rounds that do not count. @default 1 */
    readonly warmUp?: number;
    readonly clock?: Clock;
  },
): Promise<readonly Measured[]> {
  const { rounds, calls, warmUp = 1, clock = wallClock } = options;
  const times = new Map(contenders.map(({ name }) => [name, [] as number[]]));
  for (let round = -warmUp; round < rounds; round++) {
    for (const { name, work, prepare } of contenders) {
      prepare?.();
      const startedAt = clock();
      for (let call = 0; call < calls; call++) await work();
      const microseconds = (clock() - startedAt) / calls;
      if (round >= 0) times.get(name)?.push(microseconds);
    }
  }
  return [...times].map(([name, values]) => measured(name, values));
}

/** What was measured in rounds of one's own. */
export function measured(name: string, values: readonly number[]): Measured {
  return { name, values, ...spreadOf(values) };
}

/** Keeps what `work` writes to standard output off the screen. */
export async function silently<Result>(work: () => Promise<Result>): Promise<Result> {
  const { write } = process.stdout;
  process.stdout.write = () => true;
  try {
    return await work();
  } finally {
    process.stdout.write = write;
  }
}
