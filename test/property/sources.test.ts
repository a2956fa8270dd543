import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EqualityFilter, FilterParser } from 'ldapts';
import type { CompiledHttp } from '../../lambda/passwords/compiled-sources.ts';
import { credentialFrom, shortNameFrom } from '../../lambda/passwords/credentials/record.ts';
import { createExpressionParser, dnValue, filterValue } from '../../lambda/passwords/expressions.ts';
import { configuredSchemes } from '../../lambda/passwords/hashes/configured.ts';
import { verifyHash } from '../../lambda/passwords/hashes/verify.ts';
import { createHttpSource } from '../../lambda/passwords/sources/http.ts';
import { SourceUnclear } from '../../lambda/passwords/sources/reach.ts';
import { hashIn } from '../../lambda/passwords/sources/sql.ts';
import { accountIn } from '../../lambda/platform/named-secrets.ts';
import { compileSources } from '../../rules/compile-sources.ts';
import { formatProblem, RulesInvalid } from '../../rules/problem.ts';
import { anyPassword } from '../arbitraries/hashes.ts';
import { jsonText } from '../arbitraries/http-events.ts';
import { anyJson, near } from '../arbitraries/json.ts';
import {
  credentialTableItem,
  databaseRows,
  loginAnswer,
  sourcesText,
} from '../arbitraries/legacy-sources.ts';
import { certificate } from '../certificate.ts';
import { fc } from '../fuzz.ts';
import { type OktaServer, startOktaServer } from '../okta-server.ts';
import { ATTEMPT, NEVER, secretsOf } from '../passwords/world.ts';

let server: OktaServer;
beforeAll(async () => {
  server = await startOktaServer();
});
afterAll(() => server.close());

const expression = (source: string) => ({ source, reads: [] });

describe('a file of password sources', () => {
  const file = path.join(import.meta.dirname, 'any.yaml');

  it('of any text compiles, or has problems with a place in it; never anything else', () => {
    fc.assert(
      fc.property(sourcesText, (text) => {
        try {
          expect(compileSources(text, file).rules.sources.length).toBeGreaterThan(0);
        } catch (error) {
          if (!(error instanceof RulesInvalid)) throw error;
          for (const problem of error.problems)
            expect(formatProblem(problem)).toMatch(/any\.yaml:\d+:\d+( warning)?( \w+ ".*")?: \P{Cc}+$/u);
        }
      }),
    );
  });
});

describe('what was typed', () => {
  const typed = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...'ab*()\\\0=&|!') }),
  );

  it('is one value of a filter as an LDAP client reads it', () => {
    fc.assert(
      fc.property(typed, (text) => {
        fc.pre(text !== '' && text.isWellFormed());
        const filter = FilterParser.parseString(`(uid=${filterValue(text)})`);
        expect(filter).toBeInstanceOf(EqualityFilter);
        const { attribute, value } = filter as EqualityFilter;
        expect([attribute, Buffer.from(value).toString()]).toEqual(['uid', text]);
      }),
      { numRuns: 100 },
    );
  });

  it('ends no value of a DN and begins no other, in any script', () => {
    fc.assert(
      fc.property(typed, (text) => {
        const rest = dnValue(text).replace(/\\(00|[\s\S])/g, '');
        expect(rest).not.toMatch(/[",+;<>=\\\0]|^[ #]/);
      }),
    );
  });
});

describe('a login endpoint', () => {
  it('that answers anything says yes only in the one way that was asked for', async () => {
    const source: CompiledHttp = {
      ...{ kind: 'http', name: 'portal', next: false, timeout: 1_000, encoding: 'json', fields: {} },
      ...{ url: `${server.baseUrl}/login`, ca: (await certificate).cert, header: 'x-key' },
      ...{ usernameField: 'user', passwordField: 'pass' },
      match: expression('status == 200 && has(body.ok) && body.ok == true'),
      noMatch: expression('status == 401 || (has(body.no) && body.no == true)'),
    };
    const ask = createHttpSource(source, { secrets: secretsOf({}), parser: createExpressionParser() });
    await fc.assert(
      fc.asyncProperty(loginAnswer, async (answer) => {
        server.behave = () => answer;
        server.arrivals.length = 0;
        const { kind } = await ask(ATTEMPT, NEVER);
        expect(['match', 'no match', 'cannot decide']).toContain(kind);
        expect(server.arrivals.map(({ url }) => url)).toEqual(['/login']);
        if (kind === 'match') {
          expect(answer.status).toBe(200);
          expect(JSON.parse(String(answer.body))).toMatchObject({ ok: true });
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('what a database returns', () => {
  it('is one hash, of nobody, or unclear', () => {
    fc.assert(
      fc.property(databaseRows, (rows) => {
        try {
          const stored = hashIn(rows, 'auto');
          if (stored)
            expect([rows.length, typeof stored.hash, typeof stored.format]).toEqual([1, 'string', 'string']);
          else expect(rows.length === 0 || rows[0]?.['hash'] === null).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(SourceUnclear);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('and the account it is asked with is two texts or none', () => {
    const secret = near({ username: fc.string(), password: fc.string() }).map((value) =>
      JSON.stringify(value),
    );
    fc.assert(
      fc.property(fc.oneof(secret, jsonText, fc.string()), (text) => {
        const account = accountIn(text) ?? { username: '', password: '' };
        expect(Object.values(account).map((value) => typeof value)).toEqual(['string', 'string']);
      }),
      { numRuns: 80 },
    );
  });
});

describe('an item of the credential table', () => {
  it('is a credential with a known state, or none, whatever somebody wrote there', () => {
    fc.assert(
      fc.property(credentialTableItem, (item) => {
        const record = credentialFrom(item);
        if (record) expect(['waiting', 'migrated', 'disabled']).toContain(record.state);
        if (record?.stored) expect(typeof record.stored.hash).toBe('string');
        expect(['login', 'ambiguous', undefined]).toContain(shortNameFrom(item)?.kind);
      }),
      { numRuns: 100 },
    );
  });
});

describe('a stored hash', () => {
  const format = fc.constantFrom(
    ...[
      'magento',
      'joomla',
      'vbulletin',
      'digest:sha256,salt=both',
      'hmac:sha1,key=password,password=utf16le',
    ],
    ...[
      'digest:md5,salt-text=hex',
      'digest:md5,salt=__proto__',
      'digest:constructor',
      'hmac:sha512,first=md5',
    ],
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.stringMatching(/^[0-9a-f]{32}:?[0-9a-f]*$/),
  );

  it('with any salt of any configured format has an outcome, and matches nothing by chance', async () => {
    await fc.assert(
      fc.asyncProperty(
        format,
        text,
        fc.option(text, { nil: undefined }),
        anyPassword,
        async (name, hash, salt, password) => {
          const stored = { format: name, hash, ...(salt !== undefined && { salt }) };
          expect((await verifyHash(password, stored)).kind).not.toBe('match');
        },
      ),
      { numRuns: 100 },
    );
  });

  it('has settings that are understood, or refused without a word of them', () => {
    const settings = near({
      firebase: near({
        base64_signer_key: fc.constantFrom('c2lnbmVy', 'sw0rdfish!'),
        base64_salt_separator: fc.constant('Bw=='),
        rounds: fc.constantFrom(8, 0, -1, 2 ** 40),
        mem_cost: fc.constantFrom(14, 99),
      }),
      spring: near({ secret: fc.constant('sw0rdfish'), plainText: fc.boolean() }),
    });
    fc.assert(
      fc.property(fc.oneof(settings, anyJson), (value) => {
        try {
          expect(configuredSchemes(value).length).toBeGreaterThan(10);
        } catch (error) {
          expect(error).toMatchObject({ code: 'ERR_CONFIGURATION' });
          expect(String(error)).not.toContain('sw0rdfish');
        }
      }),
      { numRuns: 80 },
    );
  });
});
