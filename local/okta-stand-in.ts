import { readFile } from 'node:fs/promises';
import path from 'node:path';
import tls from 'node:tls';

/** What `npm run okta-stand-in` writes into the local folder: address, credentials, certificate. */
export const OKTA_FILE = 'okta.json';

/**
 * Makes this process trust the certificate of the stand-in org that runs on this machine, if that is the org at
 * `baseUrl`; any other org is trusted as ever.
 */
export async function trustOktaStandIn(baseUrl: string, folder: string): Promise<void> {
  const certificate = await certificateOf(baseUrl, path.join(folder, OKTA_FILE));
  if (certificate) tls.setDefaultCACertificates([...tls.getCACertificates('default'), certificate]);
}

/** Undefined also for files that cannot be used: the connection will then say what is missing. */
async function certificateOf(baseUrl: string, file: string): Promise<string | undefined> {
  try {
    const { baseUrl: known, ca } = JSON.parse(await readFile(file, 'utf8'));
    return URL.parse(baseUrl)?.origin === known ? await readFile(ca, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}
