import type { OktaClient } from '../../lambda/platform/okta-client.ts';
import type { OktaUserRow, OktaUsersOptions } from './okta-users.ts';

/** The most people Okta puts on one page. */
const PAGE = 200;
/** How long a rate limit may hold a page up, in milliseconds; Okta's limits reset every minute. */
const PATIENCE = 3 * 60 * 1000;

const LISTS = [
  `/api/v1/users?limit=${PAGE}`,
  // Plain lists omit them, yet they still hold their logins.
  `/api/v1/users?limit=${PAGE}&filter=${encodeURIComponent('status eq "DEPROVISIONED"')}`,
];

/**
 * Everybody in a live org, page by page, deactivated people too; waits as Okta's rate limits say. Throws what the
 * client throws.
 */
export async function* readOktaOrg(
  client: OktaClient,
  signal: AbortSignal,
  { profiles = false }: OktaUsersOptions = {},
): AsyncGenerator<OktaUserRow> {
  let row = 0;
  for (const list of LISTS) {
    for await (const { items } of client.pages(list, { signal, patienceMs: PATIENCE })) {
      for (const item of items) yield rowOf(++row, item, profiles);
    }
  }
}

function rowOf(row: number, item: unknown, profiles: boolean): OktaUserRow {
  const { id, status, profile } = Object(item) as Readonly<Record<string, unknown>>;
  const { login } = Object(profile) as Readonly<Record<string, unknown>>;
  if (typeof id !== 'string' || typeof login !== 'string') return { row, problem: 'no id or no login' };
  const user = { id, login, status: typeof status === 'string' ? status : 'ACTIVE' };
  return { row, user: profiles ? { ...user, profile: Object(profile) } : user };
}
