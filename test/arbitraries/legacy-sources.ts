import fc from 'fast-check';
import type { Item } from '../../lambda/passwords/credentials/record.ts';
import type { Behaviour } from '../okta-server.ts';
import { anyJson, near } from './json.ts';
import { CANARY } from './okta-bodies.ts';

const yamlLine = fc.oneof(
  fc.constantFrom(
    ...[
      'version: 1',
      'sources:',
      '  - name: one',
      '    table:',
      '    table: {}',
      '    next: true',
      '    ldap:',
    ],
    ...[
      '      url: ldaps://x',
      '      url: ldap://x',
      '      dn: \'"uid=" + dnValue(username)\'',
      '    sql:',
    ],
    ...["      dn: 'username'", '      search: {base: b, filter: "username", secret: s}', '    http:'],
    ...[
      '      match: "status == 200"',
      '      noMatch: "body.x"',
      '      url: https://x/',
      '      secret: s',
    ],
    ...['      engine: mysql', '      host: h', '      database: d', "      query: 'SELECT 1 WHERE a = ?'"],
    ...['throttle: {minutes: 1e999}', 'throttle:', '  username: -1', '    when: "username"', '__proto__: 1'],
    ...[
      '    timeout: 99999',
      '      ca: ../../../etc/passwd',
      '      ca: "\\0"',
      '*a',
      '&a',
      '<<: *a',
      '? !!map {}',
    ],
  ),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
);

/** Text near a file of password sources. */
export const sourcesText: fc.Arbitrary<string> = fc
  .array(yamlLine, { maxLength: 14 })
  .map((lines) => lines.join('\n'));

const cell = fc.oneof(
  anyJson,
  fc.uint8Array({ maxLength: 80 }),
  fc.constantFrom<unknown>('$2b$10$', 'salt', 'bcrypt', '', null, undefined, new Date(0), 7n),
);

/** What drivers of databases may make of rows. */
export const databaseRows: fc.Arbitrary<readonly Record<string, unknown>[]> = fc.array(
  fc.dictionary(fc.constantFrom('hash', 'salt', 'format', 'HASH', '__proto__', 'constructor'), cell),
  { maxLength: 3 },
);

const attribute = fc.oneof<fc.Arbitrary<Item[string]>[]>(
  fc.record({ S: fc.oneof(fc.string(), fc.constantFrom('waiting', 'migrated', 'disabled', 'auto')) }),
  fc.record({ N: fc.oneof(fc.integer().map(String), fc.constantFrom('1e300', '-0', '9'.repeat(38))) }),
  fc.record({ SS: fc.array(fc.string(), { minLength: 1, maxLength: 3 }) }),
  fc.constantFrom({ NULL: true }, { BOOL: false }, { BOOL: true }, { L: [] }, { M: {} }),
);

/** Any item of the credential table, in DynamoDB's own JSON. */
export const credentialTableItem: fc.Arbitrary<Item> = fc.dictionary(
  fc.constantFrom(
    ...['pk', 'hash', 'format', 'salt', 'state', 'oktaId', 'wave', 'login', 'ambiguous', 'failedEvents'],
    ...['createdAt', 'migratedAt', 'deleteAfter', '__proto__', 'constructor'],
  ),
  attribute,
);

const loginBody = fc.oneof(
  near({ ok: fc.boolean(), no: fc.boolean(), note: fc.constant(CANARY) }).map((value) =>
    JSON.stringify(value),
  ),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('{"ok":true}', '{"ok":true,"ok":false}', '{"__proto__":{"ok":true}}', '{"ok":true}x'),
  fc.constant('['.repeat(30_000)),
);

/** What a legacy login endpoint may answer, in HTTP that Node sends. */
export const loginAnswer: fc.Arbitrary<Exclude<Behaviour, string>> = fc.record({
  status: fc.oneof({ weight: 4, arbitrary: fc.constantFrom(200, 401) }, fc.integer({ min: 200, max: 599 })),
  headers: fc.record(
    {
      location: fc.constant(`https://evil.example/${CANARY}`),
      'content-type': fc.constantFrom('text/html', CANARY),
      'content-encoding': fc.constantFrom('gzip', CANARY),
    },
    { requiredKeys: [] },
  ),
  body: loginBody,
});
