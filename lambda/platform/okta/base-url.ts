/** What is sent there stays on this machine, also without TLS. */
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * The origin of an Okta org from its address, such as `https://example.okta.com`; undefined unless that is
 * `https` (or `http` on this machine's loopback), without path, query, fragment and user.
 */
export function originOf(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { protocol, hostname, origin, href } = new URL(address);
  const isSafe = protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname));
  return isSafe && href === `${origin}/` ? origin : undefined;
}
