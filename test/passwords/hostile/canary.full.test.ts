import { describe, it } from '@jest/globals';
import { expectSilence } from './law.ts';

describe('nothing personal leaves a process, whatever a legacy server does', () => {
  it.each<Record<string, string>>([
    { POWERTOOLS_DEV: 'true', POWERTOOLS_LOGGER_LOG_EVENT: 'true', POWERTOOLS_LOG_LEVEL: 'DEBUG' },
    { AWS_LAMBDA_LOG_LEVEL: 'TRACE', AWS_LAMBDA_LOG_FORMAT: 'JSON', POWERTOOLS_LOGGER_SAMPLE_RATE: '1' },
    { NODE_OPTIONS: '--trace-warnings --trace-uncaught --enable-source-maps' },
  ])('with %j', (variables) => expectSilence(variables).then(() => undefined), 30_000);
});
