import * as z from 'zod/mini';
import type { Facts } from './call.ts';
import { RequestInvalid } from './errors.ts';
import type { Middleware } from './exchange.ts';

const NAME = /^[A-Za-z_]\w{0,63}$/;

/**
 * Checks the payload against the hook's contract (400 naming the JSON path of the first deviation, never a
 * value), and notes the ids of a good request for the log line.
 */
export function validate<Request>(
  schema: z.ZodMiniType<Request>,
  identify: (request: Request) => Facts = () => ({}),
): Middleware {
  return {
    before: ({ event }) => {
      const parsed = z.safeParse(schema, event.payload);
      if (!parsed.success) throw refusalOf(parsed.error.issues[0]);
      event.payload = parsed.data;
      event.facts = identify(parsed.data);
    },
  };
}

function refusalOf(issue: z.core.$ZodIssue | undefined): RequestInvalid {
  const path = (issue?.path ?? []).map((key) =>
    typeof key === 'number' ? `[${key}]` : NAME.test(String(key)) ? `.${String(key)}` : '.*',
  );
  return new RequestInvalid(`$${path.join('')}`, expectationOf(issue));
}

/** What the contract wants; zod's own messages are not used, some of them quote the value. */
function expectationOf(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === 'invalid_type') return issue.expected;
  if (issue?.code === 'invalid_value') return issue.values.map(String).join(' or ');
  return 'another value';
}
