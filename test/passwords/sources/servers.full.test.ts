import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { CompiledLdap, CompiledSql } from '../../../lambda/passwords/compiled-sources.ts';
import { createExpressionParser } from '../../../lambda/passwords/expressions.ts';
import { cannotDecide, MATCH, NO_MATCH } from '../../../lambda/passwords/outcome.ts';
import { createCheckHash } from '../../../lambda/passwords/sources/check-hash.ts';
import { createLdapSource } from '../../../lambda/passwords/sources/ldap.ts';
import { UNKNOWN_USER } from '../../../lambda/passwords/sources/source.ts';
import { createSqlSource } from '../../../lambda/passwords/sources/sql.ts';
import { watchStreams } from '../../pipeline/watch-streams.ts';
import { CREDENTIAL, marksIn } from '../marked-hook.ts';
import {
  ACCOUNT,
  type LegacyDatabase,
  MARIADBD,
  PASSWORD,
  POSTGRES,
  startMariaDb,
  startPostgreSql,
} from '../servers/databases.ts';
import { BASE, READER, SLAPD, startOpenLdap } from '../servers/openldap.ts';
import { describeWith } from '../servers/programs.ts';
import { accountSecret, NEVER, secretsOf } from '../world.ts';

const expression = (source: string) => ({ source, reads: [] });
const common = { name: 'legacy', next: false, timeout: 2_000 };
const unclear = cannotDecide('source unclear');
const down = cannotDecide('source down');

/** What a source answers, which contains no mark, and neither does anything that was written meanwhile. */
async function silently<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  const watch = watchStreams();
  const answer = await ask().finally(watch.stop);
  expect(marksIn(watch.text() + JSON.stringify(answer))).toEqual([]);
  return answer;
}

describeWith(SLAPD, 'slapd', 'OpenLDAP', () => {
  let server: Awaited<ReturnType<typeof startOpenLdap>>;
  beforeAll(async () => {
    server = await startOpenLdap();
  }, 30_000);
  afterAll(() => server?.stop(), 15_000);

  const found = (filter = '"(mail=" + filterValue(username) + ")"') => ({
    search: { base: BASE, filter: expression(filter), secret: 'reader' },
  });
  const made = { dn: expression(`"uid=" + dnValue(localPart(username)) + ",${BASE}"`) };
  const ask = async (
    username: string,
    password: string,
    change: Partial<CompiledLdap> = found(),
    reader = accountSecret(READER.dn, READER.password),
  ) => {
    const { url, ca } = server;
    const source: CompiledLdap = { ...common, kind: 'ldap', url, startTls: false, ca, ...change };
    const secrets = secretsOf({ reader });
    const check = await createLdapSource(source, { secrets, parser: createExpressionParser() });
    return check({ username, password }, NEVER);
  };

  it.each([
    ['search', () => found()],
    ['a DN that is made', () => made],
    ['search over StartTLS', () => ({ ...found(), url: server.startTlsUrl, startTls: true })],
    ['a DN that is made, over StartTLS', () => ({ ...made, url: server.startTlsUrl, startTls: true })],
  ])('tells right passwords from wrong ones: %s', async (_, change) => {
    expect(await ask('ana@example.com', 'correct horse', change())).toEqual(MATCH);
    expect(await ask('ana@example.com', 'correct', change())).toEqual(NO_MATCH);
  });

  it('knows by search who is unknown, and by a bind does not', async () => {
    expect(await ask('nobody@example.com', 'x')).toEqual(UNKNOWN_USER);
    expect(await ask('nobody@example.com', 'x', made)).toEqual(NO_MATCH);
  });

  it.each(['*', 'ana*', '*)(uid=ana', 'ana@example.com)(|(uid=*)', '\\2a', '*@example.com'])(
    'finds nobody for %j: what was typed is no filter',
    async (username) => {
      expect(await ask(username, 'correct horse')).toEqual(UNKNOWN_USER);
    },
  );

  it('finds somebody whose name has a sign of filters in it', async () => {
    expect(await ask('st*ar@example.com', 'asterisk')).toEqual(MATCH);
  });

  it.each(['ana,ou=people,dc=example,dc=com', 'x+uid=ana', 'ana\\'])(
    'binds nobody for %j: what was typed is no DN',
    async (username) => {
      expect(await ask(username, 'correct horse', made)).toEqual(NO_MATCH);
    },
  );

  it('says nothing when two people have the name, or the reader is refused', async () => {
    expect(await ask('twin@example.com', 'one')).toEqual(unclear);
    expect(await ask('ana@example.com', 'correct horse', found(), accountSecret(READER.dn, 'old'))).toEqual(
      unclear,
    );
    expect(await ask('ana@example.com', 'correct horse', found(), accountSecret(READER.dn, ''))).toEqual(
      unclear,
    );
  });

  it('writes no name and no password down, whether it knows nobody, refuses or cannot be read', async () => {
    const { username, password } = CREDENTIAL;
    const quoted = { dn: expression(`username + ",${BASE}"`) };
    expect(await silently(() => ask(username, password))).toEqual(UNKNOWN_USER);
    expect(await silently(() => ask(username, password, made))).toEqual(NO_MATCH);
    // OpenLDAP says of what is no DN: invalid DN.
    expect(await silently(() => ask(username, password, quoted))).toEqual(unclear);
    expect(await silently(() => ask(username, password, found('"(mail=" + username')))).toEqual(down);
    const reader = accountSecret(`cn=${username}`, password);
    expect(await silently(() => ask(username, password, found(), reader))).toEqual(unclear);
  });

  it('is down with a certificate that nobody trusts, or when nobody listens', async () => {
    const { ca: _, ...untrusted } = { ...found(), ca: '' };
    const stranger = { ...untrusted, ca: '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----' };
    expect(await ask('ana@example.com', 'correct horse', stranger)).toEqual(down);
    expect(await ask('ana@example.com', 'correct horse', { ...found(), url: 'ldaps://localhost:9' })).toEqual(
      down,
    );
  });
});

const databases = [
  {
    engine: 'postgresql' as const,
    program: POSTGRES,
    package_: 'postgresql',
    start: startPostgreSql,
    database: 'postgres',
    query: 'SELECT password_hash AS hash FROM people WHERE email = lower($1)',
    quoting: 'SELECT CAST($1 AS integer)::text AS hash',
    echoing: 'SELECT CAST($1 AS text) AS hash',
  },
  {
    engine: 'mysql' as const,
    program: MARIADBD,
    package_: 'mariadb-server',
    start: startMariaDb,
    database: 'legacy',
    query: 'SELECT password_hash AS hash FROM people WHERE email = lower(?)',
    quoting: "SELECT extractvalue('<a/>', concat('~', ?)) AS hash",
    echoing: 'SELECT CAST(? AS char) AS hash',
  },
];

for (const { engine, program, package_, start, database, query, quoting, echoing } of databases) {
  describeWith(program, package_, package_, () => {
    let server: LegacyDatabase;
    beforeAll(async () => {
      server = await start();
    }, 60_000);
    afterAll(() => server?.stop(), 15_000);

    const ask = async (
      username: string,
      password = PASSWORD,
      change: Partial<CompiledSql> = {},
      account = accountSecret(ACCOUNT.username, ACCOUNT.password),
    ) => {
      const { port, ca } = server;
      const where = { engine, host: 'localhost', port, ca, database, query };
      const source: CompiledSql = {
        ...common,
        kind: 'sql',
        ...where,
        secret: 's',
        format: 'auto',
        ...change,
      };
      const check = await createSqlSource(source, {
        secrets: secretsOf({ s: account }),
        parser: createExpressionParser(),
        checkHash: createCheckHash({ spendAlike: false }),
      });
      return check({ username, password }, NEVER);
    };

    it('tells right passwords from wrong ones', async () => {
      expect(await ask('Ana@example.com')).toEqual(MATCH);
      expect(await ask('ana@example.com', 'wrong')).toEqual(NO_MATCH);
    });

    it.each(['nobody@example.com', 'none@example.com', "' OR 1=1 -- ", '" OR ""="', '\\', '%', '?', '$1'])(
      'knows nobody for %j: what was typed is no SQL',
      async (username) => {
        expect(await ask(username)).toEqual(UNKNOWN_USER);
      },
    );

    it('says nothing when two rows fit, a hash is broken, the query fails or the account is refused', async () => {
      expect(await ask('twin@example.com')).toEqual(unclear);
      expect(await ask('broken@example.com')).toEqual(cannotDecide('malformed hash'));
      expect(await ask('ana@example.com', PASSWORD, { query: query.replace('people', 'nothing') })).toEqual(
        unclear,
      );
      expect(await ask('ana@example.com', PASSWORD, { query: query.replace('AS hash', 'AS other') })).toEqual(
        unclear,
      );
      expect(await ask('ana@example.com', PASSWORD, {}, accountSecret(ACCOUNT.username, 'old'))).toEqual(
        unclear,
      );
    });

    it('writes no name and no password down, when the server quotes them or has them for an account', async () => {
      const { username, password } = CREDENTIAL;
      expect(await silently(() => ask(username, password))).toEqual(UNKNOWN_USER);
      expect(await silently(() => ask(username, password, { query: quoting }))).toEqual(unclear);
      expect(await silently(() => ask(username, password, { query: echoing }))).toEqual(
        cannotDecide('unsupported hash'),
      );
      const account = accountSecret(username, password);
      expect(await silently(() => ask(username, password, {}, account))).toEqual(unclear);
    });

    it('is down with a certificate that nobody trusts, or when nobody listens', async () => {
      const stranger = '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----';
      expect((await ask('ana@example.com', PASSWORD, { ca: stranger })).kind).toBe('cannot decide');
      expect(await ask('ana@example.com', PASSWORD, { port: 9 })).toEqual(down);
    });
  });
}
