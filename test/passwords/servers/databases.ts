import { existsSync, readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import mysql from 'mysql2/promise';
import pg from 'pg';
import { makePlace, run, startServer } from './programs.ts';

export const MARIADBD = '/usr/sbin/mariadbd';
const VERSIONS = '/usr/lib/postgresql';
const [newest = 'none'] = existsSync(VERSIONS) ? readdirSync(VERSIONS).sort().reverse() : [];
const BIN = `${VERSIONS}/${newest}/bin`;
export const POSTGRES = `${BIN}/postgres`;

export const ACCOUNT = { username: 'reader', password: 'reader-s3cret' };
const HASH = '$2a$10$9FgsegkrAEkVfdYaO1SQAuVOz4RiqW5pBnHzvQ9RZfMtVhKcF02VK';

/** Of every row; the password that makes it. */
export const PASSWORD = 'correct horse battery';

const TABLE = [
  'CREATE TABLE people (email varchar(200), password_hash varchar(200))',
  `INSERT INTO people VALUES ('ana@example.com', '${HASH}'), ('twin@example.com', '${HASH}'), ('twin@example.com', '${HASH}'), ('none@example.com', NULL), ('broken@example.com', '$2a$10$short')`,
];

/** A database with a table of people, which one account may read, on loopback with TLS. */
export interface LegacyDatabase {
  readonly port: number;
  readonly ca: string;
  stop(): Promise<void>;
}

/** The reader proves itself, over TLS; the tests' own administrator does not. */
const ACCESS = [
  'hostnossl all admin 127.0.0.1/32 trust',
  `hostssl all ${ACCOUNT.username} 127.0.0.1/32 scram-sha-256`,
  '',
].join('\n');

export async function startPostgreSql(): Promise<LegacyDatabase> {
  const place = await makePlace('postgres');
  const data = `${place.folder}/data`;
  await run(place, `${BIN}/initdb`, ['-D', data, '-U', 'admin', '-A', 'trust', '--no-sync']);
  await writeFile(`${data}/pg_hba.conf`, ACCESS);
  const settings = {
    port: place.port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    ssl: 'on',
    ssl_cert_file: place.certificate.file,
    ssl_key_file: place.keyFile,
    fsync: 'off',
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const admin = async (statements: readonly string[]) => {
    const client = new pg.Client({
      host: '127.0.0.1',
      port: place.port,
      user: 'admin',
      database: 'postgres',
    });
    await client.connect();
    for (const statement of statements) await client.query(statement);
    await client.end();
  };
  const stop = await startServer(place, POSTGRES, ['-D', data, ...options], () => admin([]));
  await admin([
    ...TABLE,
    `CREATE ROLE ${ACCOUNT.username} LOGIN PASSWORD '${ACCOUNT.password}'`,
    `GRANT SELECT ON people TO ${ACCOUNT.username}`,
  ]);
  return { port: place.port, ca: place.certificate.cert, stop };
}

export async function startMariaDb(): Promise<LegacyDatabase> {
  const place = await makePlace('mysql');
  const data = `${place.folder}/data`;
  const socket = `${place.folder}/socket`;
  await run(place, '/usr/bin/mariadb-install-db', [
    '--no-defaults',
    `--datadir=${data}`,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
  ]);
  const options = [
    '--no-defaults',
    `--datadir=${data}`,
    `--socket=${socket}`,
    `--port=${place.port}`,
    '--bind-address=127.0.0.1',
    `--ssl-cert=${place.certificate.file}`,
    `--ssl-key=${place.keyFile}`,
  ];
  const admin = async (statements: readonly string[]) => {
    const connection = await mysql.createConnection({ socketPath: socket, user: 'root' });
    for (const statement of statements) await connection.query(statement);
    await connection.end();
  };
  const stop = await startServer(place, MARIADBD, options, () => admin([]));
  await admin([
    'CREATE DATABASE legacy',
    'USE legacy',
    ...TABLE,
    `CREATE USER ${ACCOUNT.username} IDENTIFIED BY '${ACCOUNT.password}' REQUIRE SSL`,
    `GRANT SELECT ON legacy.people TO ${ACCOUNT.username}`,
  ]);
  return { port: place.port, ca: place.certificate.cert, stop };
}
