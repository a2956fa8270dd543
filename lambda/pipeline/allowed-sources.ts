import { BlockList, isIP } from 'node:net';
import { ConfigurationError } from '../platform/configuration-error.ts';
import { ENVIRONMENT } from '../platform/environment.ts';
import { SourceNotAllowed } from './errors.ts';
import type { Middleware } from './exchange.ts';

/**
 * Refuses calls from other addresses than those listed (403). Entries are IP addresses or CIDR ranges;
 * without a list every address may call.
 *
 * @throws ConfigurationError when the list is empty or an entry is no address: a wrong list is no open door
 */
export function allowedSources(entries: readonly string[] | undefined): Middleware {
  const list = entries && compileSources(entries);
  return {
    before: ({ event }) => {
      if (list && !isListed(list, event.http.sourceIp)) throw new SourceNotAllowed();
    },
  };
}

/** @throws ConfigurationError naming the position of the wrong entry */
export function compileSources(entries: readonly string[]): BlockList {
  if (entries.length === 0) throw new ConfigurationError(ENVIRONMENT.allowedSources, 'at least one address');
  const list = new BlockList();
  entries.forEach((entry, index) => {
    const [address = '', prefix, ...rest] = entry.split('/');
    const bits = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
    const length = prefix === undefined ? bits : /^\d{1,3}$/.test(prefix) ? Number(prefix) : Number.NaN;
    if (bits === 0 || rest.length > 0 || !(length <= bits)) {
      throw new ConfigurationError(
        `${ENVIRONMENT.allowedSources}, entry ${index + 1}`,
        'an IP address or CIDR range',
      );
    }
    list.addSubnet(address, length, familyOf(address));
  });
  return list;
}

function isListed(list: BlockList, address: string | undefined): boolean {
  return address !== undefined && isIP(address) !== 0 && list.check(address, familyOf(address));
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}
