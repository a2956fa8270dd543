import type { CompiledSource } from '../../../lambda/passwords/compiled-sources.ts';
import { createSources } from '../../../lambda/passwords/sources/create-sources.ts';
import { certificate, makeCertificate } from '../../certificate.ts';
import { CANARY } from '../../pipeline/canary-paths.ts';
import { openMarkedHook } from '../marked-hook.ts';
import { accountSecret, secretsOf } from '../world.ts';
import { type Act, type Certified, inTurn, overTls, startHostile, type Upgrade } from './connection.ts';
import * as http from './http.ts';
import * as ldap from './ldap.ts';
import * as mysql from './mysql.ts';
import * as postgresql from './postgresql.ts';
import { FAILURES, type Failure, LISTENS } from './transport.ts';

/** A protocol: how its source is set up, how it comes to TLS, and how its servers can fail. */
interface Protocol {
  readonly name: string;
  readonly source: (port: number, ca: string, timeout: number) => CompiledSource;
  /** What the server says before it hears anything. @default nothing */
  readonly open?: Act;
  readonly upgrade: Upgrade;
  readonly behindTls: readonly Failure[];
  readonly beforeTls: readonly Failure[];
}

const atOnce: Upgrade = async () => undefined;

const PROTOCOLS: readonly Protocol[] = [
  {
    name: 'LDAPS',
    source: ldap.ldapSource(ldap.DN),
    upgrade: atOnce,
    behindTls: ldap.BIND_FAILURES,
    beforeTls: [],
  },
  {
    name: 'LDAPS with a search',
    source: ldap.ldapSource(ldap.SEARCH),
    upgrade: atOnce,
    behindTls: ldap.SEARCH_FAILURES,
    beforeTls: [],
  },
  {
    name: 'LDAP with StartTLS',
    source: ldap.ldapSource({ ...ldap.DN, startTls: true }),
    upgrade: ldap.startTls,
    behindTls: ldap.BIND_FAILURES,
    beforeTls: ldap.WITHOUT_TLS,
  },
  {
    name: 'HTTPS',
    source: http.httpSource,
    upgrade: atOnce,
    behindTls: http.HTTP_FAILURES,
    beforeTls: [],
  },
  {
    name: 'PostgreSQL',
    source: postgresql.postgreSqlSource,
    upgrade: postgresql.acceptTls,
    behindTls: postgresql.POSTGRESQL_FAILURES,
    beforeTls: postgresql.WITHOUT_TLS,
  },
  {
    name: 'MySQL',
    source: mysql.mySqlSource,
    open: mysql.open,
    upgrade: mysql.acceptTls,
    behindTls: mysql.MYSQL_FAILURES,
    beforeTls: mysql.WITHOUT_TLS,
  },
];

/** What the sources may read has the mark too. */
const secrets = secretsOf({
  account: accountSecret(`${CANARY}-reader`, `${CANARY}-reader-P@ssw0rd`),
  key: `${CANARY}-key`,
});

/** Milliseconds: more than any answer takes, and as long as a test waits for one that never comes. */
const ENOUGH = 1_500;
const SILENCE = 150;

type Hook = Awaited<ReturnType<typeof openMarkedHook>>;

/** Drives one failure, with a breaker of its own. */
async function drive(hook: Hook, protocol: Protocol, failure: Failure, trusted: string) {
  const server = await startHostile(failure.act);
  const timeout = failure.ending === 'source slow' ? SILENCE : ENOUGH;
  const compiled = protocol.source(server.port, trusted, timeout);
  const rules = {
    version: 1,
    shortNames: false,
    throttle: { minutes: 5, usernameAndAddress: 1, username: 1, address: 1 },
  } as const;
  const find = () => async () => undefined;
  const { answer, records } = await hook.call(
    await createSources({ ...rules, sources: [compiled] }, { find, secrets }),
  );
  server.close();
  return { answer, records, wasTold: server.wasTold() };
}

/** Every failure of a protocol, and where it happens. */
function failuresOf(protocol: Protocol, own: Certified, strange: Certified) {
  const { open = () => undefined, upgrade, beforeTls, behindTls } = protocol;
  const failuresAt = (place: string, failures: readonly Failure[], around: (act: Act) => Act) =>
    failures.map(({ name, ending, act }) => ({ place, failure: { name, ending, act: around(act) } }));
  return [
    ...failuresAt('before TLS', FAILURES, (act) => inTurn(open, act)),
    ...failuresAt('before TLS', beforeTls, (act) => act),
    ...failuresAt('with a strange certificate', [LISTENS], (act) => overTls(upgrade, strange, act)),
    ...failuresAt('behind TLS', [...FAILURES, ...behindTls], (act) => overTls(upgrade, own, act)),
  ];
}

/**
 * Drives every failure of every protocol with the real drivers, through the real log and metrics of this process,
 * with marks in the password, the username, the headers and the secrets.
 */
export async function driveEveryPath() {
  const hook = await openMarkedHook();
  const [own, strange] = [await certificate, await makeCertificate()];
  const driven = await Promise.all(
    PROTOCOLS.map(async (protocol) => {
      const results = [];
      for (const { place, failure } of failuresOf(protocol, own, strange)) {
        const name = `${protocol.name} ${place} ${failure.name}`;
        const { ending } = failure;
        results.push({ name, place, ending, ...(await drive(hook, protocol, failure, own.cert)) });
      }
      return results;
    }),
  );
  await hook.close();
  return driven.flat();
}
