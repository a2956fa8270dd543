import type { EventHookRequest } from '../contract/event-hook-request.ts';
import { type PasswordImport, type ReadEvent, readEvent } from './read-event.ts';
import type { RecordImport } from './record-import.ts';

/** What a delivery held, in numbers of events. */
export interface Delivery {
  readonly events: number;
  readonly succeeded: number;
  readonly failed: number;
  /** Something else happened. */
  readonly ignored: number;
  /** First sign-ins that name nobody, or somebody else than the owner of the record. */
  readonly unusable: number;
}

/** Records a delivery; rejects when one of its events is not recorded, with whatever the table said. */
export type EventService = (request: EventHookRequest, signal: AbortSignal) => Promise<Delivery>;

/** The service that records every first sign-in of a delivery at once. */
export function createEventService(record: RecordImport): EventService {
  return async ({ data }, signal) => {
    const read = data.events.map(readEvent);
    const imports = read.flatMap((one) => (one.kind === 'import' ? [one.passwordImport] : []));
    const recorded = await Promise.all(imports.map((one) => record(one, signal)));
    const ofKind = (kind: ReadEvent['kind']) => read.filter((one) => one.kind === kind).length;
    const known = (succeeded: boolean) =>
      imports.filter((one: PasswordImport, index) => recorded[index] && one.succeeded === succeeded).length;
    return {
      events: read.length,
      succeeded: known(true),
      failed: known(false),
      ignored: ofKind('other'),
      unusable: ofKind('unusable') + recorded.filter((isKnown) => !isKnown).length,
    };
  };
}
