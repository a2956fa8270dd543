import * as z from 'zod/mini';
import type { Io } from '../../command.ts';
import { readJournal } from '../journal.ts';
import type { JournalOwner } from '../journal-owner.ts';

/** What is done about somebody. `reset` and `invite` give a link for the first time, the others give another one. */
const ACTIONS = ['reset', 'invite', 'resend', 'reinvite', 'deactivate'] as const;
export type Action = (typeof ACTIONS)[number];

/** How a link reaches the person; nobody is told of a deactivation. */
const CHANNELS = ['mail', 'link', 'none'] as const;
export type Channel = (typeof CHANNELS)[number];

const at = z.number();
const id = z.string();
const entrySchema = z.union([
  z.object({ step: z.literal('begun'), id, at, action: z.enum(ACTIONS), by: z.enum(CHANNELS) }),
  z.object({ step: z.literal('done'), id, at }),
  z.object({ step: z.literal('undone'), id, at }),
  z.object({ step: z.literal('failed'), id, at, error: z.string() }),
  z.object({ step: z.literal('hash'), id, at, endedAt: z.number() }),
  z.object({ step: z.literal('hook'), id, at, did: z.enum(['deactivated', 'activated', 'deleted']) }),
]);

/**
 * A line of the journal of `migrate finish`: `begun` is durable before Okta is asked; `undone` says that Okta was not.
 * `hash` is durable before the clean-up is told since when (`endedAt`, Okta's clock) a link stands in for the legacy hash. Ids are Okta's, times milliseconds since the epoch.
 */
export type FinishEntry = z.infer<typeof entrySchema>;
export type Begun = Extract<FinishEntry, { step: 'begun' }>;
export type HookEntry = Extract<FinishEntry, { step: 'hook' }>;

/** An entry as the journal reads it; undefined for anything else. */
export function readFinishEntry(json: unknown): FinishEntry | undefined {
  return z.safeParse(entrySchema, json).data;
}

/** What has been done so far. */
export interface Finished {
  /** Begun and not ended, by Okta's id: Okta may have been asked, or not. */
  readonly open: ReadonlyMap<string, Begun>;
  /** Who was given a link, or was deactivated: the last time. */
  readonly sent: ReadonlyMap<string, Begun>;
  /** What Okta refused, and has not done since. */
  readonly failed: ReadonlyMap<string, string>;
  /** People in RECOVERY whose link nobody has: it was made, and a crash came before it was written. */
  readonly linkless: ReadonlySet<string>;
  /** When mails were asked for. */
  readonly mailedAt: readonly number[];
  /** What happened to the password hook last. */
  readonly hook?: HookEntry;
}

/** Puts the entries of a journal together; more may be added while work goes on. */
export class FinishLedger implements Finished {
  readonly open = new Map<string, Begun>();
  readonly sent = new Map<string, Begun>();
  readonly failed = new Map<string, string>();
  readonly linkless = new Set<string>();
  readonly mailedAt: number[] = [];
  hook?: HookEntry;

  add(entry: FinishEntry): void {
    if (entry.step === 'hook') {
      this.hook = entry;
      return;
    }
    // the table itself says whether it is written
    if (entry.step === 'hash') return;
    if (entry.step === 'begun') {
      this.open.set(entry.id, entry);
      if (entry.by === 'mail') this.mailedAt.push(entry.at);
      return;
    }
    const begun = this.open.get(entry.id);
    this.open.delete(entry.id);
    if (entry.step === 'failed') this.failed.set(entry.id, entry.error);
    if (entry.step === 'undone' && begun?.by === 'link') this.linkless.add(entry.id);
    if (entry.step !== 'done') return;
    this.failed.delete(entry.id);
    this.linkless.delete(entry.id);
    if (begun) this.sent.set(entry.id, begun);
  }
}

/**
 * Reads the journal of `migrate finish`, also while that is running; empty where there is none.
 *
 * @throws CommandError when it cannot be read, is damaged, or belongs to another plan or org
 */
export async function readFinished(
  file: string,
  io: Pick<Io, 'cwd'>,
  owner: JournalOwner,
): Promise<FinishLedger> {
  const ledger = new FinishLedger();
  const replay = (entry: FinishEntry) => ledger.add(entry);
  await readJournal(file, { owner, read: readFinishEntry, replay, io });
  return ledger;
}
