import { fork } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { CANARY, type driveEveryPath } from './canary-paths.ts';

type Answers = Awaited<ReturnType<typeof driveEveryPath>>;

const CHILD = fileURLToPath(new URL('./canary-child.ts', import.meta.url));

/** Runs every path in a process of its own, with these environment variables. */
async function runChild(variables: Readonly<Record<string, string>>) {
  const child = fork(CHILD, { env: { ...process.env, NODE_OPTIONS: '', ...variables }, silent: true });
  if (!child.stdout || !child.stderr) throw new Error('the child has no streams');
  const answers: Answers = [];
  child.on('message', (message) => answers.push(...(message as Answers)));
  const exited = new Promise((resolve) => child.once('close', resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { answers, printed: stdout + stderr, code: await exited };
}

describe('nothing personal leaves a process', () => {
  it.each<Record<string, string>>([
    {},
    { POWERTOOLS_DEV: 'true', POWERTOOLS_LOGGER_LOG_EVENT: 'true', POWERTOOLS_LOG_LEVEL: 'DEBUG' },
    { AWS_LAMBDA_LOG_LEVEL: 'TRACE', AWS_LAMBDA_LOG_FORMAT: 'JSON', POWERTOOLS_LOGGER_SAMPLE_RATE: '1' },
    { AWS_LAMBDA_LOG_LEVEL: 'FATAL', POWERTOOLS_METRICS_DISABLED: 'true' },
    { TZ: 'Europe/Berlin', NODE_DEBUG: '' },
  ])('with %j', async (variables) => {
    const { answers, printed, code } = await runChild(variables);
    expect(code).toBe(0);
    expect(answers.length).toBeGreaterThan(25);
    for (const { status, answer } of answers) expect(answer.statusCode).toBe(status);
    expect(JSON.stringify(answers)).not.toContain(CANARY);
    expect(printed).not.toContain(CANARY);
  });
});
