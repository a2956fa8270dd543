import * as z from 'zod/mini';
import { originOf } from '../../lambda/platform/okta/base-url.ts';
import { CommandError } from '../command.ts';

/** What a journal belongs to; one of anything else is refused. */
export interface JournalOwner {
  /** Digest of the plan. */
  readonly plan: string;
  /** Address of the org: by its origin the org is known again. */
  readonly org: string;
}

const headerSchema = z.object({
  okta_hooks_journal: z.literal(1),
  /** Digest of the plan. */
  subject: z.string(),
  /** Origin of the org; journals of earlier versions have none. */
  org: z.exactOptional(z.string().check(z.refine((text) => originOf(text) === text))),
});
/** The first line of a journal. */
export type JournalHeader = Readonly<z.infer<typeof headerSchema>>;

/** The first line of a journal as its file has it; undefined: it is none. */
export const readHeader = (json: unknown): JournalHeader | undefined => headerSchema.safeParse(json).data;

const originFor = ({ org }: JournalOwner): string => originOf(org) ?? org;

/** The first line of a journal that is begun. */
export const headerFor = (owner: JournalOwner): JournalHeader => ({
  okta_hooks_journal: 1,
  subject: owner.plan,
  org: originFor(owner),
});

/**
 * Refuses the journal of another plan, of another org, and one that does not say.
 *
 * @throws CommandError that says whose it is instead, and what to do
 */
export function requireOwner({ subject, org }: JournalHeader, owner: JournalOwner, file: string): void {
  const here = originFor(owner);
  if (subject === owner.plan && org === here) return;
  if (subject !== owner.plan)
    throw new CommandError('the journal belongs to another plan', {
      where: file,
      next: 'go on with the plan it was begun with; only if nobody was created with that, delete the journal',
    });
  if (org === undefined)
    throw new CommandError('the journal does not say in which org its people are', {
      where: file,
      next: `look one of its ids up in ${here}: if it is there, let the first line end in ,"org":"${here}"}`,
    });
  throw new CommandError(`the journal belongs to another org, ${org}, and not to ${here}`, {
    where: file,
    next: `set OKTA_BASE_URL=${org} to go on there, also where both are addresses of one org; for another org copy the plan into a folder of its own`,
  });
}
