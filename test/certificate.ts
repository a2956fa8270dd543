import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { type Certificate, loadCertificate } from '../local/certificate.ts';

/** One certificate for `localhost` for all the servers of a test file. */
export const certificate: Promise<Certificate> = makeCertificate();

const trustedBefore = tls.getCACertificates('default');
let users = 0;

/** Makes `fetch` trust the certificate until the returned function is called, once by everybody who asked for it. */
export async function trustCertificate(): Promise<() => void> {
  const { cert } = await certificate;
  if (users++ === 0) tls.setDefaultCACertificates([cert]);
  let isTrusted = true;
  return () => {
    if (!isTrusted) return;
    isTrusted = false;
    // other files of this process find what they had before
    if (--users === 0) tls.setDefaultCACertificates(trustedBefore);
  };
}

/** A certificate for `localhost` that is nobody else's. */
export async function makeCertificate(): Promise<Certificate> {
  const folder = await mkdtemp(path.join(tmpdir(), 'certificate-'));
  try {
    return await loadCertificate(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
