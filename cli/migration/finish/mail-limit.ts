import type { Clock } from '../../command.ts';

const HOUR_MS = 60 * 60 * 1000;

/** Lets mails go out, never more than so many within any hour. */
export interface MailLimit {
  /** Resolves when one more may go out, and counts it. Rejects when the signal aborts. */
  take(signal: AbortSignal): Promise<void>;
}

/**
 * A limit that also counts what earlier runs have sent: Okta limits an org's mails, and drops what is more.
 *
 * @param sentAt when mails went out, in milliseconds since the epoch
 * @param waiting is told how long, in milliseconds, before a pause
 */
export function createMailLimit(options: {
  readonly perHour: number;
  readonly sentAt: readonly number[];
  readonly clock: Clock;
  readonly waiting: (milliseconds: number) => void;
}): MailLimit {
  const { perHour, clock, waiting } = options;
  const recent = [...options.sentAt].sort((a, b) => a - b);
  return {
    async take(signal) {
      for (;;) {
        const now = clock.now();
        while ((recent[0] ?? now) <= now - HOUR_MS) recent.shift();
        const [oldest] = recent;
        if (oldest === undefined || recent.length < perHour) break;
        const pause = oldest + HOUR_MS - now;
        waiting(pause);
        await clock.sleep(pause, signal);
      }
      recent.push(clock.now());
    },
  };
}
