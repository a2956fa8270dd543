import path from 'node:path';
import { type OktaUserRow, type OktaUsersOptions, readOktaUsers } from '../rehearsal/directory/okta-users.ts';
import { type Io, UsageError } from './command.ts';
import { withSomebody } from './somebody.ts';
import { unreadable } from './unreadable.ts';

/** What a service app needs to read the people of an org. */
export const DIRECTORY_SCOPES = ['okta.users.read'];

/** The options of every command that reads the people of an org; exactly one has to be given. */
export const orgPeopleOptions = {
  directory: {
    type: 'string',
    placeholder: 'file',
    description:
      "the org's people: CSV with a column login (and id, status), or .ndjson of Okta's user objects",
  },
  'from-okta': {
    type: 'boolean',
    default: false,
    description: 'read the people from the live org instead',
  },
} as const;

/** What `orgPeopleOptions` were given. */
export interface OrgPeopleValues {
  readonly directory?: string;
  readonly 'from-okta': boolean;
}

/** The people of an org, at least one, from an export or from Okta itself; run it inside `askingOkta`. */
export async function orgPeople(
  values: OrgPeopleValues,
  io: Io,
  options: OktaUsersOptions = {},
): Promise<AsyncIterable<OktaUserRow>> {
  const { directory: file, 'from-okta': fromOkta } = values;
  if ((file !== undefined) === fromOkta)
    throw new UsageError('give either --directory <file> or --from-okta');
  if (file === undefined) return livePeople(io, options);
  return readable(withSomebody(readOktaUsers(path.resolve(io.cwd, file), options), file), file);
}

/** Most commands read a file: the client for Okta, a tenth of a small command's memory, is loaded for a live org only. */
async function livePeople(io: Io, options: OktaUsersOptions): Promise<AsyncIterable<OktaUserRow>> {
  const { oktaClientFor } = await import('./okta.ts');
  const { readOktaOrg } = await import('../rehearsal/directory/okta-org.ts');
  return readOktaOrg(await oktaClientFor(io, DIRECTORY_SCOPES), io.signal, options);
}

async function* readable(rows: AsyncIterable<OktaUserRow>, file: string): AsyncGenerator<OktaUserRow> {
  try {
    yield* rows;
  } catch (error) {
    throw unreadable(error, file) ?? error;
  }
}
