import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { ROOT } from './cli/harness.ts';

/** A command that was started, with everything it prints. */
export interface Started {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** Exit code and signal. */
  readonly exit: Promise<unknown[]>;
  /** Resolves when it says that it listens; rejects when it ends before, or never does. */
  readonly listening: Promise<void>;
  /** Sends the signal to all of its processes, as Ctrl-C does, and waits for its end. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** How a command is started. */
interface StartOptions {
  /** Whether messages go to and fro. @default false */
  readonly ipc?: boolean;
  /** The user it runs as. @default who runs the tests */
  readonly uid?: number;
}

/** Starts a command in the project's folder, in a process group of its own. */
export function start(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  { ipc = false, uid }: StartOptions = {},
): Started {
  const child = spawn(command, args, {
    cwd: ROOT,
    detached: true,
    ...(uid !== undefined && { uid, gid: uid }),
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe', ...(ipc ? (['ipc'] as const) : [])],
  });
  const printed: Buffer[] = [];
  const output = () => Buffer.concat(printed).toString();
  const exit = once(child, 'exit');
  const { promise: listening, resolve, reject } = Promise.withResolvers<void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      printed.push(chunk);
      if (/^listening on https:\/\//m.test(output())) resolve();
    });
  }
  exit.then(([code]) => reject(new Error(`ended with ${code}: ${output()}`)));
  // whoever waits for its end does not wait for its beginning
  listening.catch(() => undefined);
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      process.kill(-child.pid, signal);
    }
    await exit;
  };
  return { child, output, exit, listening, stop };
}

/** Starts one of the project's programs without npm. */
export const startNode = (
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  options: StartOptions = {},
): Started => start(process.execPath, args, env, options);
