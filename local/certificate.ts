import { X509Certificate } from 'node:crypto';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createSecureContext } from 'node:tls';
import { generate } from 'selfsigned';
import { errorCode } from './error-code.ts';
import { makeFolder } from './folder.ts';

/** A certificate for `localhost` with its key, in PEM; clients trust it through `file`. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
  readonly file: string;
}

const DAY = 24 * 60 * 60 * 1000;
const VALID_DAYS = 365;
const NAMES = [
  { type: 2, value: 'localhost' },
  // how a container reaches this machine
  { type: 2, value: 'host.docker.internal' },
  { type: 7, ip: '127.0.0.1' },
  { type: 7, ip: '::1' },
] as const;

/**
 * The certificate in `folder`, or a new one when there is none that is valid for another day and fits its key.
 * Only the owner can read the key.
 */
export async function loadCertificate(folder: string, now: Date = new Date()): Promise<Certificate> {
  const file = path.join(folder, 'certificate.pem');
  const keyFile = path.join(folder, 'key.pem');
  const stored = { cert: await read(file), key: await read(keyFile), file };
  if (isUsable(stored, now)) return stored;
  const made = await make(now);
  await makeFolder(path.resolve(folder));
  await writeFile(keyFile, made.key, { mode: 0o600 });
  // the mode above counts for new files only
  await chmod(keyFile, 0o600);
  await writeFile(file, made.cert);
  return { ...made, file };
}

async function make(now: Date) {
  const pem = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(now.getTime() - DAY),
    notAfterDate: new Date(now.getTime() + VALID_DAYS * DAY),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: [...NAMES] },
    ],
  });
  return { cert: pem.cert, key: pem.private };
}

function isUsable({ cert, key }: Certificate, now: Date): boolean {
  try {
    createSecureContext({ cert, key });
    const { validFromDate, validToDate } = new X509Certificate(cert);
    return validFromDate <= now && validToDate.getTime() > now.getTime() + DAY;
  } catch {
    return false;
  }
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return '';
    throw error;
  }
}
