import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import path from 'node:path';
import { HashUndecidable } from '../lambda/passwords/hashes/scheme.ts';
import { prepareHash } from '../lambda/passwords/hashes/verify.ts';
import { valueAt } from './compiler.ts';
import { quote } from './problem.ts';
import type { StructureFault } from './structure.ts';
import type { Path } from './yaml-source.ts';

/** The kinds of sources, each under a key of its own. */
const SOURCE_KINDS = ['table', 'ldap', 'http', 'sql'] as const;

type SourceCheck = (source: unknown, path: Path, folder: string) => readonly StructureFault[];

const sourceChecks: readonly SourceCheck[] = [
  isOfOneKind,
  ldapIsEncrypted,
  ldapFindsPeople,
  hostHasName,
  queryHasOneParameter,
  decoyCanBeChecked,
  certificatesAreReadable,
];

/** What `rules/password-sources.yaml` must hold beyond its structure; takes any YAML value. Paths start in `folder`. */
export function sourceFaults(value: unknown, folder: string): readonly StructureFault[] {
  const sources = valueAt(value, ['sources']);
  const list: readonly unknown[] = Array.isArray(sources) ? sources : [];
  const names = list.map((source) => valueAt(source, ['name']));
  return list.flatMap((source, index) => [
    ...(names.indexOf(names[index]) < index
      ? [fault(['sources', index, 'name'], 'duplicate_name', 'there is another source of this name')]
      : []),
    ...sourceChecks.flatMap((check) => check(source, ['sources', index], folder)),
  ]);
}

/** The text of a file with certificates, which is named relative to `folder`; undefined where there is none. */
export function readCertificates(folder: string, file: string): string | undefined {
  try {
    const pem = readFileSync(path.resolve(folder, file), 'utf8');
    const certificates = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
    for (const certificate of certificates) new X509Certificate(certificate);
    return certificates.length > 0 ? `${certificates.join('\n')}\n` : undefined;
  } catch {
    return undefined;
  }
}

function isOfOneKind(source: unknown, at: Path): readonly StructureFault[] {
  const kinds = SOURCE_KINDS.filter((kind) => has(source, [kind]));
  if (kinds.length === 1 || typeof source !== 'object') return [];
  const message = kinds.length === 0 ? 'nobody is asked' : `${kinds.join(' and ')} in one source`;
  return [{ ...fault(at, 'wrong_kind', message), expected: `one of ${SOURCE_KINDS.join(', ')}` }];
}

function ldapIsEncrypted(source: unknown, at: Path): readonly StructureFault[] {
  const url = valueAt(source, ['ldap', 'url']);
  if (typeof url !== 'string') return [];
  const startTls = valueAt(source, ['ldap', 'startTls']) === true;
  if (url.startsWith('ldaps://') !== startTls) return [];
  const message = startTls
    ? '"startTls" on a connection that begins with TLS'
    : 'passwords would be readable';
  return [
    {
      ...fault([...at, 'ldap', 'url'], 'not_encrypted', message),
      expected: 'ldaps://…, or ldap://… with "startTls: true"',
    },
  ];
}

function ldapFindsPeople(source: unknown, at: Path): readonly StructureFault[] {
  if (typeof valueAt(source, ['ldap']) !== 'object') return [];
  const ways = ['dn', 'search'].filter((key) => has(source, ['ldap', key]));
  if (ways.length !== 1) {
    const message = ways.length === 0 ? 'it is not said how people are found' : '"dn" beside "search"';
    return [{ ...fault([...at, 'ldap'], 'no_dn', message), expected: '"dn" or "search"' }];
  }
  if (!has(source, ['ldap', 'dn']) || valueAt(source, ['next']) !== true) return [];
  const message = 'a bind does not tell unknown people from wrong passwords';
  return [{ ...fault([...at, 'next'], 'next_without_search', message), expected: '"search" beside "next"' }];
}

function hostHasName(source: unknown, at: Path): readonly StructureFault[] {
  const host = valueAt(source, ['sql', 'host']);
  if (typeof host !== 'string' || isIP(host) === 0) return [];
  return [
    {
      ...fault([...at, 'sql', 'host'], 'host_is_address', `${quote(host)} is an address`),
      expected: 'the host name in the certificate',
    },
  ];
}

function queryHasOneParameter(source: unknown, at: Path): readonly StructureFault[] {
  const query = valueAt(source, ['sql', 'query']);
  if (typeof query !== 'string') return [];
  const isMySql = valueAt(source, ['sql', 'engine']) === 'mysql';
  const parameters: readonly string[] = query.match(isMySql ? /\?/g : /\$\d+/g) ?? [];
  const isOne = isMySql ? parameters.length === 1 : new Set(parameters).size === 1 && parameters[0] === '$1';
  if (isOne) return [];
  const found = parameters.length === 0 ? 'the query has no parameter' : 'the query has other parameters';
  return [
    {
      ...fault([...at, 'sql', 'query'], 'parameters', found),
      expected: `${isMySql ? '?' : '$1'}, once, where the username goes`,
    },
  ];
}

function decoyCanBeChecked(source: unknown, at: Path): readonly StructureFault[] {
  return (['table', 'sql'] as const).flatMap((kind) => {
    const hash = valueAt(source, [kind, 'decoy']);
    const format = valueAt(source, [kind, 'format']) ?? 'auto';
    if (typeof hash !== 'string' || typeof format !== 'string') return [];
    try {
      prepareHash({ hash, format });
      return [];
    } catch (error) {
      if (!(error instanceof HashUndecidable)) throw error;
      return [fault([...at, kind, 'decoy'], 'bad_hash', `it cannot be checked: ${error.reason}`)];
    }
  });
}

function certificatesAreReadable(source: unknown, at: Path, folder: string): readonly StructureFault[] {
  return SOURCE_KINDS.flatMap((kind) => {
    const file = valueAt(source, [kind, 'ca']);
    if (typeof file !== 'string' || readCertificates(folder, file) !== undefined) return [];
    return [
      {
        ...fault([...at, kind, 'ca'], 'no_certificates', `there are no certificates in ${quote(file)}`),
        expected: 'a PEM file beside this one',
      },
    ];
  });
}

function fault(at: Path, code: string, message: string): StructureFault {
  return { path: at, at: 'value', code, message };
}

/** `table:` without anything below it is there too. */
function has(value: unknown, at: Path): boolean {
  return valueAt(value, at) !== undefined;
}
