import type { OktaPerson } from '../okta-people.ts';

/** Why a mail to somebody would not reach them, or not only them. */
export const ADDRESS_FAULTS = {
  missing: 'without an e-mail address',
  reserved: 'with an address of a domain that nobody has (RFC 2606, RFC 6762)',
  excluded: 'with an address of a --no-mail-domain',
  shared: 'with an address that somebody else in the org has too',
} as const;
export type AddressFault = keyof typeof ADDRESS_FAULTS;

/** Domains that no mail arrives at; all but the last two are RFC 2606 section 2 and RFC 6762 section 3. */
const RESERVED = ['invalid', 'test', 'localhost', 'local', 'localdomain', 'internal'];

/** Judges whether a link to choose a password may go to an address; undefined: it may. */
export type AddressJudge = (email: string | undefined) => AddressFault | undefined;

/**
 * Knows which addresses several people share, whatever the case; deactivated people get no mail and do not count.
 *
 * @param withoutMail domains that mail does not reach, subdomains included
 */
export function createAddressJudge(
  people: Iterable<Pick<OktaPerson, 'email' | 'status'>>,
  withoutMail: readonly string[],
): AddressJudge {
  const excluded = withoutMail.map((domain) => domain.replace(/^@/, '').toLowerCase());
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const { email, status } of people) {
    if (!email || status === 'DEPROVISIONED') continue;
    const address = email.toLowerCase();
    if (seen.has(address)) shared.add(address);
    seen.add(address);
  }
  return (email) => {
    const address = email?.trim().toLowerCase() ?? '';
    const domain = /^[^@\s]+@([^@\s]+)$/.exec(address)?.[1];
    if (domain === undefined) return 'missing';
    if (RESERVED.some((name) => lies(domain, name))) return 'reserved';
    if (excluded.some((name) => lies(domain, name))) return 'excluded';
    return shared.has(address) ? 'shared' : undefined;
  };
}

const lies = (domain: string, within: string) => domain === within || domain.endsWith(`.${within}`);
