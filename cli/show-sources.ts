import type { CompiledSource, CompiledSources } from '../lambda/passwords/compiled-sources.ts';
import type { Io } from './command.ts';
import { formatTable, painter } from './output.ts';

/** Password sources as a table, one row a source in their order, under the limits of attempts. */
export function describeSources({ throttle, shortNames, sources }: CompiledSources, io: Io): string {
  const paint = painter(io);
  const { minutes, usernameAndAddress, username, address } = throttle;
  const limits = `${paint('bold', 'attempts')} within ${minutes} minutes: ${usernameAndAddress} a username and address, ${username} a username, ${address} an address`;
  const rows = sources.map((source) => [
    paint('cyan', source.name),
    source.when?.source.trim() ?? 'always',
    describeSource(source).join('\n'),
    source.next ? 'the next source' : 'a wrong password',
  ]);
  const names = `${paint('bold', 'names without @')} ${shortNames ? 'are asked about like all others' : 'are undecided'}`;
  return `${limits}\n${names}\n${formatTable(io, ['source', 'when', 'asks', 'unknown people are'], rows)}`;
}

function describeSource(source: CompiledSource): readonly string[] {
  switch (source.kind) {
    case 'table':
      return ['the credential table'];
    case 'ldap':
      return [
        `${source.url}${source.startTls ? ' with StartTLS' : ''}`,
        ...(source.dn ? [`as ${source.dn.source.trim()}`] : []),
        ...(source.search ? [`as who fits ${source.search.filter.source.trim()}`] : []),
      ];
    case 'http':
      return [
        `POST ${source.url}`,
        `right: ${source.match.source.trim()}`,
        `wrong: ${source.noMatch.source.trim()}`,
        ...(source.unknown ? [`unknown: ${source.unknown.source.trim()}`] : []),
      ];
    case 'sql':
      return [`${source.engine} ${source.database} at ${source.host}:${source.port}`, source.query.trim()];
  }
}
