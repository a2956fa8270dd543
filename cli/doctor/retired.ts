import * as z from 'zod';
import { originOf } from '../../lambda/platform/okta/base-url.ts';
import { hookName, INLINE_HOOK_TYPES } from '../../lambda/registration/wanted-hook.ts';
import { CommandError, type Io } from '../command.ts';
import type { Deployment } from '../deployment.ts';
import { parseObject, readInput } from '../input.ts';
import { outputsFor } from '../registration/wanted.ts';

/** The password hook of a deployment whose migration has ended: Okta has it no more, on purpose. */
export interface RetiredHook {
  readonly name: string;
  /** Okta's type. */
  readonly type: string;
  /** Where Okta called it; undefined where the outputs have it no more. */
  readonly uri: string | undefined;
  /** The org that the sheet is about, and the file it stands in. */
  readonly org: string;
  readonly file: string;
  /** What the sheet says, as the end of a sentence. */
  readonly words: string;
}

const time = z.iso.datetime();
/** Source: `FinalSheet` of `migrate finish`. */
const finalSheet = z.object({
  ended: z.literal(true),
  org: z.string(),
  askedAt: time,
  hook: z.discriminatedUnion('state', [
    z.object({ state: z.literal('deleted'), at: time }),
    z.object({ state: z.literal('none') }),
  ]),
});

/**
 * Reads from the final sheet of `migrate finish` that the password hook is gone on purpose.
 *
 * @throws CommandError when the file is no such sheet, or says that the hook was kept or that the programme goes on
 */
export async function readRetiredHook(
  file: string,
  { stack, outputs }: Pick<Deployment, 'stack' | 'outputs'>,
  io: Pick<Io, 'cwd' | 'stdin'>,
): Promise<RetiredHook> {
  const { success, data } = finalSheet.safeParse(parseObject(await readInput(file, io), file));
  if (!success) {
    throw new CommandError('this is no final sheet of a programme that has ended without its password hook', {
      where: file,
      next: 'name the file that ends with .final.json, which migrate finish --yes writes at the end',
    });
  }
  const { org, hook, askedAt } = data;
  const day = (iso: string) => iso.slice(0, 10);
  const words =
    hook.state === 'deleted'
      ? `migrate finish deleted it on ${day(hook.at)}`
      : `it was gone when the migration ended on ${day(askedAt)}`;
  const uri = outputs[outputsFor('password').url];
  return { name: hookName(stack, 'password'), type: INLINE_HOOK_TYPES.password, uri, org, file, words };
}

/** Throws a {@link CommandError} when the sheet is about another org than the one that is looked at. */
export function requireSameOrg({ org, file }: RetiredHook, baseUrl: string): void {
  if (originOf(org) === originOf(baseUrl)) return;
  throw new CommandError('this final sheet is about another org', {
    where: file,
    next: 'name the org as migrate finish was told it, or look at this one without --finished',
  });
}
