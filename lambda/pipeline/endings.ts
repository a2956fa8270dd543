import type { Call, HookResult } from './call.ts';
import { HookError, OutOfTime, Undecidable } from './errors.ts';
import type { Ending, Middleware } from './exchange.ts';
import { describeFault } from './fault.ts';

/** Turns the decision into text; what JSON cannot write is an unexpected error like any other. */
export function answer(): Middleware {
  return {
    after: (request) => {
      request.response = endingOfResult(request.response as HookResult);
    },
  };
}

/** Turns whatever was thrown into an ending, the one place that does. */
export function answerErrors(): Middleware {
  return {
    onError: (request) => {
      request.response = endingOfError(request.error);
    },
  };
}

/**
 * The ending of a call whose time is up: 503 for a caller who is not authenticated yet, the hook's own
 * choice for Okta. Never throws, it runs in a timer.
 */
export function endingOutOfTime(call: Call, outOfTime: (call: Call) => HookResult): Ending {
  const ending = call.authenticated
    ? attempt(() => endingOfResult(outOfTime(call)))
    : endingOfError(new OutOfTime());
  return { ...ending, counts: { ...ending.counts, DeadlineMissed: 1 } };
}

function attempt(end: () => Ending): Ending {
  try {
    return end();
  } catch (thrown) {
    return endingOfError(thrown);
  }
}

/** @throws TypeError when the body is nothing that JSON can write */
function endingOfResult({ statusCode, body, facts, counts }: HookResult): Ending {
  return { statusCode, body: JSON.stringify(body), facts, counts };
}

/**
 * A known refusal keeps its status code and text; anything else is 500 with a fixed text, and only a
 * {@link describeFault | fault} of it is kept.
 */
function endingOfError(thrown: unknown): Ending {
  if (thrown instanceof HookError) {
    const reason = thrown instanceof Undecidable ? { ...thrown.facts, reason: thrown.reason } : {};
    return {
      statusCode: thrown.statusCode,
      body: errorText(thrown.message),
      facts: { outcome: thrown.statusCode < 500 ? 'refused' : 'unavailable', code: thrown.code, ...reason },
      counts: thrown.counts,
    };
  }
  return {
    statusCode: 500,
    body: errorText('internal error'),
    facts: { outcome: 'failed' },
    counts: {},
    fault: describeFault(thrown),
  };
}

function errorText(errorSummary: string): string {
  return JSON.stringify({ error: { errorSummary } });
}
