import { oktaLoginKey } from '../../lambda/logins/okta-login-key.ts';
import { placeholderId } from '../../rehearsal/directory/okta-users.ts';
import type { Io } from '../command.ts';
import { askingOkta } from '../okta.ts';
import { DIRECTORY_SCOPES, type OrgPeopleValues, orgPeople } from '../org-people.ts';

/** Id and status of the people whom an org has already, by `oktaLoginKey`. */
export async function readInOkta(values: OrgPeopleValues, io: Io): Promise<ReadonlyMap<string, string>> {
  const people = new Map<string, string>();
  await askingOkta(DIRECTORY_SCOPES, async () => {
    let problems = 0;
    for await (const row of await orgPeople(values, io)) {
      if ('problem' in row) problems += 1;
      else {
        const { id, login, status } = row.user;
        people.set(oktaLoginKey(login), id === placeholderId(login) ? status : `${id}, ${status}`);
      }
    }
    if (problems > 0) io.stderr.write(`warning: directory: ${problems} rows are nobody\n`);
  });
  return people;
}
