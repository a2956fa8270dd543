import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { HandlerReport } from './handler-child.ts';

const CHILD = path.join(import.meta.dirname, 'handler-child.ts');

/** What one process came to, in milliseconds. */
export interface HandlerRun extends HandlerReport {
  /** From its start to its end. */
  readonly whole: number;
}

/**
 * Starts a process of its own that imports a module and hands its `handler` the events one after the other, each
 * received at the moment it is handed over. The process sees only these variables.
 */
export async function runHandler(
  module: string,
  events: readonly object[],
  variables: Readonly<Record<string, string>>,
): Promise<HandlerRun> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [CHILD, module, JSON.stringify(events)], {
    env: { ...LAMBDA, ...variables },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const report = once(child, 'message').then(([message]) => message as HandlerReport);
  const ended = once(child, 'exit').then(([code]) => {
    if (code !== 0) throw new Error(`the process of ${path.basename(module)} ended with ${code}`);
  });
  const [answered] = await Promise.all([Promise.race([report, ended.then(() => report)]), ended]);
  return { ...answered, whole: performance.now() - startedAt };
}

/** The function's own variables are given by the caller; these are Lambda's, with keys that open nothing. */
const LAMBDA = {
  NODE_OPTIONS: '--enable-source-maps',
  NODE_NO_WARNINGS: '1',
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  TZ: 'UTC',
};
