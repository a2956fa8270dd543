import { createInterface } from 'node:readline/promises';
import { CommandError, type Io, UsageError } from './command.ts';

/**
 * Asks the person at the terminal whether to go on.
 *
 * @param question without the question mark
 * @throws UsageError in a pipe, where nobody can answer
 * @throws CommandError when the answer is not yes
 */
export async function confirm(question: string, io: Pick<Io, 'stdin' | 'stderr' | 'signal'>): Promise<void> {
  if (!isTerminal(io.stdin)) {
    throw new UsageError('this changes people in Okta, and nobody is here to ask', { next: 'add --yes' });
  }
  io.stderr.write(`${question}? [y/N] `);
  const lines = createInterface({ input: io.stdin });
  try {
    const answer = await lines.question('', { signal: io.signal });
    if (/^y(es)?$/i.test(answer.trim())) return;
  } catch {
    // Ctrl-C is an answer, too
    io.stderr.write('\n');
  } finally {
    lines.close();
  }
  throw new CommandError('nothing was done', { next: 'answer y, or add --yes' });
}

const isTerminal = (stdin: Io['stdin']): stdin is NodeJS.ReadStream =>
  'isTTY' in stdin && stdin.isTTY === true;
