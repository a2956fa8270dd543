/**
 * The origin of an Okta org from its address, such as `https://example.okta.com`; undefined unless that is
 * `https`, without path, query, fragment and user.
 */
export function originOf(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { protocol, origin, href } = new URL(address);
  return protocol === 'https:' && href === `${origin}/` ? origin : undefined;
}
