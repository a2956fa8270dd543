import { describe, expect, it } from '@jest/globals';
import { CANARY, type driveEveryPath } from './canary-paths.ts';
import { runChild } from './run-child.ts';

const PATHS = new URL('./canary-paths.ts', import.meta.url);

describe('nothing personal leaves a process', () => {
  it.each<Record<string, string>>([
    {},
    { POWERTOOLS_DEV: 'true', POWERTOOLS_LOGGER_LOG_EVENT: 'true', POWERTOOLS_LOG_LEVEL: 'DEBUG' },
    { AWS_LAMBDA_LOG_LEVEL: 'TRACE', AWS_LAMBDA_LOG_FORMAT: 'JSON', POWERTOOLS_LOGGER_SAMPLE_RATE: '1' },
    { AWS_LAMBDA_LOG_LEVEL: 'FATAL', POWERTOOLS_METRICS_DISABLED: 'true' },
    { TZ: 'Europe/Berlin', NODE_DEBUG: '' },
  ])('with %j', async (variables) => {
    const child = await runChild<typeof driveEveryPath>(PATHS, variables);
    const { answers, stdout, stderr, code } = child;
    expect(code).toBe(0);
    expect(answers.length).toBeGreaterThan(25);
    for (const { status, answer } of answers) expect(answer.statusCode).toBe(status);
    expect(JSON.stringify(answers)).not.toContain(CANARY);
    expect(stdout + stderr).not.toContain(CANARY);
  });
});
