/** One thing to measure: a name and a piece of work. */
export interface Contender {
  readonly name: string;
  readonly work: () => Promise<unknown>;
}

/** What was measured: microseconds a piece of work, the median of all rounds and how far they lie apart. */
export interface Measured {
  readonly name: string;
  readonly median: number;
  readonly least: number;
  readonly most: number;
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
 * Measures contenders in turns (A B C, A B C, …), so that a busy machine slows all of them; the first round warms
 * up and does not count.
 */
export async function measureInTurns(
  contenders: readonly Contender[],
  {
    rounds,
    calls,
    clock = wallClock,
  }: { readonly rounds: number; readonly calls: number; readonly clock?: Clock },
): Promise<readonly Measured[]> {
  const times = new Map(contenders.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round <= rounds; round++) {
    for (const { name, work } of contenders) {
      const startedAt = clock();
      for (let call = 0; call < calls; call++) await work();
      const microseconds = (clock() - startedAt) / calls;
      if (round > 0) times.get(name)?.push(microseconds);
    }
  }
  return [...times].map(([name, list]) => summarise(name, list));
}

function summarise(name: string, times: readonly number[]): Measured {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
  return { name, median: at(0.5), least: at(0), most: at(1) };
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
