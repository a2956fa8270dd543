import { fork } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** What a module exports as `driveEveryPath`: the answers of the paths it drove. */
export type Drive = () => Promise<readonly unknown[]>;

const CHILD = fileURLToPath(new URL('./canary-child.ts', import.meta.url));

/**
 * Drives every path of a module in a process of its own, with these environment variables, and reads all that the
 * process writes, warnings and uncaught errors of Node included.
 */
export async function runChild<Drives extends Drive>(
  module: URL,
  variables: Readonly<Record<string, string>>,
) {
  const env = { ...process.env, NODE_OPTIONS: '', ...variables };
  const child = fork(CHILD, [module.href], { env, silent: true });
  if (!child.stdout || !child.stderr) throw new Error('the child has no streams');
  type Answers = Awaited<ReturnType<Drives>>;
  const answers: Answers[number][] = [];
  child.on('message', (message) => answers.push(...(message as Answers)));
  const exited = new Promise((resolve) => child.once('close', resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { answers, stdout, stderr, code: await exited };
}
