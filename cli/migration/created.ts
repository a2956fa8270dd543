import * as z from 'zod/mini';
import type { Io } from '../command.ts';
import { openJournal, readJournal } from './journal.ts';
import type { JournalOwner } from './journal-owner.ts';

const row = z.int().check(z.positive());
const at = z.int();
const entry = z.union([
  z.object({ row, at, step: z.literal('begun') }),
  z.object({
    row,
    at,
    step: z.literal('created'),
    id: z.string(),
    adopted: z.exactOptional(z.literal(true)),
  }),
  z.object({ row, at, step: z.literal('stored') }),
  z.object({ row, at, step: z.literal('done') }),
  z.object({
    row,
    at,
    step: z.literal('failed'),
    error: z.string(),
    unsure: z.exactOptional(z.literal(true)),
  }),
]);

/**
 * What `migrate create` writes into its journal about the person of a row; `at` is milliseconds since the epoch by Okta's
 * clock.
 *
 * - `begun`: the create call may have been sent from now on
 * - `created`: Okta has the person under this id, `at` is its own word; `adopted`: found by login, because the answer was lost
 * - `stored`: the credential row knows the id
 * - `done`: all groups and apps, too
 * - `failed`: Okta's refusal in its own words; `unsure`: Okta may have created the person all the same
 */
export type CreatedEntry = Readonly<z.infer<typeof entry>>;

/** Where the creation of one person stands. */
export interface CreatedPerson {
  readonly state: 'begun' | 'created' | 'done' | 'failed';
  /** Okta's id; also of somebody who failed afterwards, at a group or an app. */
  readonly id?: string;
  /** When the latest step was taken, in milliseconds since the epoch by Okta's clock. */
  readonly at: number;
  /** Why the person failed, in Okta's words: for the person at the terminal, never for a log. */
  readonly error?: string;
}

/**
 * Reads the journal of `migrate create`, also while that is running; empty where there is none.
 *
 * @param owner where the journal of another plan or org is to be refused
 * @returns by row of the plan
 * @throws CommandError when the journal cannot be read, is damaged, or is another's
 */
export async function readCreated(
  file: string,
  io: Pick<Io, 'cwd'>,
  owner?: JournalOwner,
): Promise<ReadonlyMap<number, CreatedPerson>> {
  const states = new Map<number, CreationState>();
  await readJournal(file, { ...reading(states), ...(owner && { owner }), io });
  return states;
}

/** The journal of `migrate create` with what it comes to. */
export interface CreationLedger {
  /** By row of the plan. */
  readonly states: ReadonlyMap<number, CreationState>;
  /** Resolves when the entry is on the disk and counts. @throws CommandError when it cannot be written */
  record(entry: CreatedEntry): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the journal of `migrate create` for this process alone.
 *
 * @throws CommandError as {@link openJournal}
 */
export async function openCreationLedger(
  file: string,
  owner: JournalOwner,
  io: Pick<Io, 'cwd'>,
): Promise<CreationLedger> {
  const states = new Map<number, CreationState>();
  const { read, replay } = reading(states);
  const journal = await openJournal(file, { owner, read, replay, io });
  return {
    states,
    record: async (one) => {
      await journal.append(one);
      replay(one);
    },
    close: journal.close,
  };
}

function reading(states: Map<number, CreationState>) {
  return {
    read: (json: unknown) => entry.safeParse(json).data,
    replay: (one: CreatedEntry) => {
      states.set(one.row, afterEntry(states.get(one.row), one));
    },
  };
}

/** What going on with a person needs to know beyond what readers do. */
export interface CreationState extends CreatedPerson {
  /** When the first create call that may have gone through was begun, by Okta's clock; absent: none did. */
  readonly begunAt?: number;
  /** When Okta was seen to have the person, by its clock. */
  readonly createdAt?: number;
  /** Whether the person was found by login: nobody saw the answer to the create call. */
  readonly adopted: boolean;
  readonly stored: boolean;
}

/** Where a person stands after one more entry. */
function afterEntry(before: CreationState | undefined, one: CreatedEntry): CreationState {
  const { at } = one;
  const known = before ?? { adopted: false, stored: false };
  if (one.step === 'begun') return { begunAt: at, ...without(known, 'error'), state: 'begun', at };
  if (one.step === 'created') {
    return {
      ...without(known, 'error'),
      state: 'created',
      at,
      createdAt: at,
      id: one.id,
      adopted: one.adopted ?? false,
    };
  }
  if (one.step === 'failed') {
    const failed = { state: 'failed', at, error: one.error } as const;
    return { ...(one.unsure ? known : without(known, 'begunAt')), ...failed };
  }
  const stored = known.stored || one.step === 'stored';
  return { ...without(known, 'error'), state: one.step === 'done' ? 'done' : 'created', at, stored };
}

function without<Name extends 'error' | 'begunAt'>(
  state: Partial<CreationState> & Pick<CreationState, 'adopted' | 'stored'>,
  name: Name,
) {
  const { [name]: _, ...rest } = state;
  return rest;
}
