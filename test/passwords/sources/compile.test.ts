import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { compileSources, compileSourcesFile } from '../../../rules/compile-sources.ts';
import { RulesInvalid } from '../../../rules/problem.ts';

const ROOT = path.join(import.meta.dirname, '../../..');
const FILE = path.join(ROOT, 'rules/password-sources.yaml');

const sources = (text: string) => `version: 1\nsources:\n${text.replace(/^/gm, '  ')}`;
const ldap = (lines: string) => sources(`- name: a\n  ldap:\n${lines.replace(/^/gm, '    ')}`);
const sql = (query: string, more = '') =>
  sources(
    `- name: a\n  sql: {engine: postgresql, host: db.example.com, database: d, secret: s, query: '${query}'${more}}`,
  );

function faultsOf(text: string) {
  try {
    compileSources(text, FILE);
    return [];
  } catch (error) {
    if (!(error instanceof RulesInvalid)) throw error;
    return error.problems.map(({ code, line }) => [code, line]);
  }
}

describe('the compiler of password sources', () => {
  it.each(['rules', 'examples'])('accepts the file shipped in %s', async (folder) => {
    const { rules, warnings } = await compileSourcesFile(path.join(ROOT, folder, 'password-sources.yaml'));
    expect(rules.sources.at(-1)).toMatchObject({ name: 'credential-table', kind: 'table', next: false });
    expect(warnings).toEqual([]);
  });

  it('lets sources be asked about names without @ only where the file says so', () => {
    const shortNames = (line: string) =>
      compileSources(`${sources('- name: a\n  table:')}\n${line}`, FILE).rules.shortNames;
    expect(['', 'shortNames: false', 'shortNames: true'].map(shortNames)).toEqual([false, false, true]);
  });

  it.each([
    [
      'a bind that is not encrypted',
      ldap(`url: ldap://x\ndn: '"uid=" + dnValue(username)'`),
      'not_encrypted',
      5,
    ],
    [
      'a name that could become syntax of a DN',
      ldap(`url: ldaps://x\ndn: '"uid=" + username'`),
      'not_escaped',
      6,
    ],
    [
      'a name escaped for another syntax',
      ldap(`url: ldaps://x\ndn: '"uid=" + filterValue(username)'`),
      'not_escaped',
      6,
    ],
    ['a name smuggled through a list', ldap(`url: ldaps://x\ndn: '[username].join("")'`), 'not_escaped', 6],
    ['a directory without a way to people', ldap('url: ldaps://x'), 'no_dn', 5],
    [
      'the next source after a bind that cannot tell who is unknown',
      ldap(`url: ldaps://x\ndn: '"uid=" + dnValue(username)'`).replace('ldap:', 'next: true\n    ldap:'),
      'next_without_search',
      4,
    ],
    [
      'a login endpoint without TLS',
      sources(`- name: a\n  http: {url: 'http://x', match: 'true', noMatch: 'true'}`),
      'wrong_value',
      4,
    ],
    [
      'an expression over the password',
      sources(`- name: a\n  when: 'password == ""'\n  table:`),
      'unknown_variable',
      4,
    ],
    [
      'a regular expression',
      sources(`- name: a\n  when: 'username.matches("a")'\n  table:`),
      'unknown_method',
      4,
    ],
    ['a query without a parameter', sql('SELECT 1'), 'parameters', 4],
    ['a query with two parameters', sql('SELECT $1, $2'), 'parameters', 4],
    [
      'a database without a host name',
      sql('SELECT $1').replace('db.example.com', '192.0.2.1'),
      'host_is_address',
      4,
    ],
    ['certificates that are none', sql('SELECT $1', ', ca: import.yaml'), 'no_certificates', 4],
    ['a decoy that is no hash', sources('- name: a\n  table: {decoy: hunter2}'), 'bad_hash', 4],
    ['a source that asks nobody', sources('- name: a'), 'wrong_kind', 3],
    [
      'a source that asks two',
      sources(`- name: a\n  table:\n  http: {url: 'https://x', match: 'true', noMatch: 'true'}`),
      'wrong_kind',
      3,
    ],
    ['a name given twice', sources('- name: a\n  table:\n- name: a\n  table:'), 'duplicate_name', 5],
  ])('refuses %s, and says where', (_, text, code, line) => {
    expect(faultsOf(text)).toContainEqual([code, line]);
  });

  it('lets the examples of the shipped file through as they stand', async () => {
    const { readFile } = await import('node:fs/promises');
    const shipped = await readFile(FILE, 'utf8');
    const active = shipped.replace(/^ {2}# (- name| {2})/gm, '  $1').replace('      ca: ad-ca.pem\n', '');
    const { rules } = compileSources(active, FILE);
    expect(rules.sources.map(({ kind }) => kind)).toEqual(['ldap', 'http', 'sql', 'table']);
  });
});
