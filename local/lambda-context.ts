import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';

const FUNCTION = 'okta-hooks-local';
const LAMBDA_TIMEOUT = 5_000;

/** The context of an invocation that began at `startedAt` (milliseconds since the epoch), with 5 s to run. */
export function lambdaContext(startedAt: number): Context {
  return {
    awsRequestId: randomUUID(),
    functionName: FUNCTION,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${FUNCTION}`,
    memoryLimitInMB: '512',
    logGroupName: `/aws/lambda/${FUNCTION}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => startedAt + LAMBDA_TIMEOUT - Date.now(),
    // the callbacks of Node 0.10, which the type still asks for
    done: () => undefined,
    fail: () => undefined,
    succeed: () => undefined,
  };
}
