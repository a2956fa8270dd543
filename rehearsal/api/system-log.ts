import { randomUUID } from 'node:crypto';

/** What an event happened to. */
export interface LogTarget {
  readonly id: string;
  /** Such as `User`, `AppInstance` or `InlineHook`. */
  readonly type: string;
  readonly alternateId?: string;
  readonly displayName?: string;
}

/** What is known of an event; the log adds the rest. */
export interface LogEntry {
  /** Such as `user.import.password`. */
  readonly eventType: string;
  readonly displayMessage: string;
  readonly result: 'SUCCESS' | 'FAILURE';
  /** Why; 255 characters at most. */
  readonly reason?: string;
  /** @default the system itself */
  readonly actor?: LogTarget;
  readonly targets?: readonly LogTarget[];
  readonly debugData?: Readonly<Record<string, unknown>>;
  readonly ipAddress?: string;
  /** Milliseconds since the epoch. @default now */
  readonly at?: number;
}

/** An event as `GET /api/v1/logs` and event hooks give it. */
export interface LogEvent {
  readonly uuid: string;
  /** ISO 8601. */
  readonly published: string;
  readonly eventType: string;
  readonly outcome: { readonly result: string; readonly reason?: string };
  readonly [field: string]: unknown;
}

const SYSTEM: LogTarget = { id: 'system', type: 'SystemPrincipal', alternateId: 'system@okta.com' };

/** Okta's System Log, in memory, in the order in which things were recorded. */
export class SystemLog {
  readonly events: LogEvent[] = [];
  readonly #clock: () => number;
  readonly #listeners: ((event: LogEvent) => void)[] = [];

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  record(entry: LogEntry): LogEvent {
    const event = eventOf(entry, this.#clock());
    this.events.push(event);
    for (const listener of this.#listeners) listener(event);
    return event;
  }

  /** Calls `listener` with every event from now on. */
  subscribe(listener: (event: LogEvent) => void): void {
    this.#listeners.push(listener);
  }
}

function eventOf(entry: LogEntry, now: number): LogEvent {
  const { eventType, displayMessage, result, reason, actor = SYSTEM, targets = [], ipAddress } = entry;
  return {
    uuid: randomUUID(),
    published: new Date(entry.at ?? now).toISOString(),
    eventType,
    version: '0',
    severity: result === 'SUCCESS' ? 'INFO' : 'WARN',
    displayMessage,
    actor: named(actor),
    ...(ipAddress !== undefined && { client: { ipAddress } }),
    outcome: { result, ...(reason && { reason: reason.slice(0, 255) }) },
    target: targets.map(named),
    transaction: { type: 'WEB', id: randomUUID(), detail: {} },
    debugContext: { debugData: entry.debugData ?? {} },
  };
}

const named = ({ id, type, alternateId = 'unknown', displayName = alternateId }: LogTarget) => ({
  id,
  type,
  alternateId,
  displayName,
});
