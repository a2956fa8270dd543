import type { EventHookRequest } from '../contract/event-hook-request.ts';
import type { Call, Facts, HookResult } from '../pipeline/call.ts';
import { Undecidable } from '../pipeline/errors.ts';
import type { Delivery, EventService } from './service.ts';

/** The id by which a delivery is found again. */
export function idsOf({ eventId }: EventHookRequest): Facts {
  return eventId ? { eventId } : {};
}

/** The HTTP answer, log facts and counts of a delivery that is recorded. Okta reads no more than the status. */
function resultOf({ events, succeeded, failed, ignored, unusable }: Delivery): HookResult {
  return {
    statusCode: 200,
    body: {},
    facts: { outcome: 'recorded', events, succeeded, failed, ignored, unusable },
    counts: {
      ...(succeeded > 0 && { PasswordImported: succeeded }),
      ...(failed > 0 && { PasswordImportFailed: failed }),
      ...(ignored > 0 && { EventIgnored: ignored }),
      ...(unusable > 0 && { EventUnusable: unusable }),
    },
  };
}

/** The decision about a delivery: it is recorded, or a rehearsal, in which nothing is. */
export function createDecide(record: EventService) {
  return async (request: EventHookRequest, { rehearsal, signal }: Call): Promise<HookResult> => {
    if (rehearsal) return { statusCode: 200, body: {}, facts: { outcome: 'rehearsal' }, counts: {} };
    try {
      return resultOf(await record(request, signal));
    } catch {
      // the error may quote the request, and so a login
      throw notRecorded('table unavailable');
    }
  };
}

/** The ending of a delivery whose time is up. */
export function outOfTime(): never {
  throw notRecorded('out of time');
}

/** Okta delivers once more what is answered with this (503): recording an event twice changes nothing. */
const notRecorded = (reason: string) => new Undecidable(reason, { EventsNotRecorded: 1 });
