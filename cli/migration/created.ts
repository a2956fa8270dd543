import * as z from 'zod/mini';
import type { Io } from '../command.ts';

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
  z.object({ row, at, step: z.enum(['stored', 'done']) }),
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
 * - `created`: Okta has the person under this id; `adopted`: found by login, because the answer was lost
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
 * @returns by row of the plan
 * @throws CommandError when the journal cannot be read or is damaged
 */
export declare function readCreated(
  file: string,
  io: Pick<Io, 'cwd'>,
): Promise<ReadonlyMap<number, CreatedPerson>>;

/** Reads an entry; undefined: it is none. */
export function readCreatedEntry(json: unknown): CreatedEntry | undefined {
  return entry.safeParse(json).data;
}
