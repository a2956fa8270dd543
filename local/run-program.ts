import { LaptopError } from './laptop-error.ts';
import { screen } from './screen.ts';

/**
 * Runs a program of this machine until it ends. What was foreseen, a {@link LaptopError} or one of `foreseen`, becomes
 * its message and exit code 1; anything else is a fault and shows as one.
 */
export async function runProgram(
  main: () => Promise<void>,
  foreseen: readonly (abstract new (...given: never[]) => Error)[] = [],
): Promise<void> {
  try {
    await main();
  } catch (error) {
    const isForeseen = [LaptopError, ...foreseen].some((kind) => error instanceof kind);
    if (!isForeseen) throw error;
    screen(process.stderr).write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  }
}
