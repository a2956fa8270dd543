import { mkdir, writeFile } from 'node:fs/promises';
import { Client } from 'ldapts';
import { freePort, makePlace, type Place, run, startServer } from './programs.ts';

export const SLAPD = '/usr/sbin/slapd';
const SUFFIX = 'dc=example,dc=com';
export const READER = { dn: `cn=reader,${SUFFIX}`, password: 'reader-s3cret' };
export const BASE = `ou=people,${SUFFIX}`;

const entry = (lines: readonly string[]) => `${lines.join('\n')}\n\n`;
const person = (uid: string, mail: string, password: string) =>
  entry([
    `dn: uid=${uid},${BASE}`,
    'objectClass: inetOrgPerson',
    `uid: ${uid}`,
    'cn: x',
    'sn: x',
    `mail: ${mail}`,
    `userPassword: ${password}`,
  ]);

/** OpenLDAP with a reader and a few people, on loopback with TLS both ways. */
export async function startOpenLdap() {
  const place = await makePlace('openldap');
  const plainPort = await freePort();
  await writeFile(`${place.folder}/slapd.conf`, configuration(place));
  await writeFile(`${place.folder}/people.ldif`, people());
  await mkdir(`${place.folder}/data`, { mode: 0o777 });
  await run({ ...place, as: {} }, '/usr/sbin/slapadd', ['-f', 'slapd.conf', '-l', 'people.ldif']);
  const url = `ldaps://localhost:${place.port}`;
  const stop = await startServer(
    { ...place, as: {} },
    SLAPD,
    ['-d', '0', '-f', 'slapd.conf', '-h', `${url}/ ldap://localhost:${plainPort}/`],
    async () => {
      const client = new Client({ url, tlsOptions: { ca: place.certificate.cert } });
      await client.bind(READER.dn, READER.password);
      await client.unbind();
    },
  );
  return { url, startTlsUrl: `ldap://localhost:${plainPort}`, ca: place.certificate.cert, stop };
}

function configuration({ folder, certificate, keyFile }: Place): string {
  return [
    ...['core', 'cosine', 'inetorgperson'].map((schema) => `include /etc/ldap/schema/${schema}.schema`),
    'modulepath /usr/lib/ldap',
    'moduleload back_mdb',
    `pidfile ${folder}/slapd.pid`,
    `TLSCertificateFile ${certificate.file}`,
    `TLSCertificateKeyFile ${keyFile}`,
    'security simple_bind=128',
    'database mdb',
    `suffix ${SUFFIX}`,
    `rootdn ${READER.dn}`,
    `rootpw ${READER.password}`,
    `directory ${folder}/data`,
    '',
  ].join('\n');
}

function people(): string {
  return [
    entry([`dn: ${SUFFIX}`, 'objectClass: dcObject', 'objectClass: organization', 'o: x', 'dc: example']),
    entry([`dn: ${BASE}`, 'objectClass: organizationalUnit', 'ou: people']),
    person('ana', 'ana@example.com', 'correct horse'),
    person('star', 'st\u002aar@example.com', 'asterisk'),
    person('twin1', 'twin@example.com', 'one'),
    person('twin2', 'twin@example.com', 'two'),
  ].join('');
}
