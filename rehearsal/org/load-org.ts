import type { OktaUserRow } from '../directory/okta-users.ts';
import { placeholderId } from '../directory/okta-users.ts';
import { Interner } from './interner.ts';
import { createOrg, type Org, type OrgOptions } from './org.ts';
import type { UserStatus } from './person.ts';

/** An org filled from an export or a live org. */
export interface LoadedOrg {
  readonly org: Org;
  /** The rows that are nobody, in order. */
  readonly problems: readonly { readonly row: number; readonly problem: string }[];
}

const STATUSES: readonly UserStatus[] = [
  'STAGED',
  'PROVISIONED',
  'ACTIVE',
  'RECOVERY',
  'PASSWORD_EXPIRED',
  'LOCKED_OUT',
  'SUSPENDED',
  'DEPROVISIONED',
];

/** Fills an org with people as they are, Okta's rules or not; only an id or a login that is there already is a problem. */
export async function loadOrg(
  rows: AsyncIterable<OktaUserRow>,
  options: OrgOptions = {},
): Promise<LoadedOrg> {
  const org = createOrg(options);
  const interner = new Interner();
  const problems: { row: number; problem: string }[] = [];
  for await (const row of rows) {
    if ('problem' in row) problems.push(row);
    else {
      const { id, login, status, profile = { login } } = row.user;
      const person = { status: statusOf(status), profile: interner.shareAll(profile) };
      const admitted = org.admit(id === placeholderId(login) ? person : { id, ...person });
      if (!admitted) problems.push({ row: row.row, problem: 'its id or login is there already' });
    }
  }
  return { org, problems };
}

/** Okta's reports write `Password expired` and `Deactivated`. */
function statusOf(text: string): UserStatus {
  const status = text.toUpperCase().replace(/[ -]+/g, '_');
  const known = STATUSES.find((one) => one === status);
  return known ?? (status === 'DEACTIVATED' || status === 'INACTIVE' ? 'DEPROVISIONED' : 'ACTIVE');
}
