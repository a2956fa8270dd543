import { readFile } from 'node:fs/promises';
import path from 'node:path';
import tls from 'node:tls';
import { errorCode } from './error-code.ts';

/** What `npm run okta-stand-in` writes into the local folder: address, credentials, certificate. */
export const OKTA_FILE = 'okta.json';

/**
 * Makes this process trust the certificate of the stand-in org that runs on this machine, if that is the org at
 * `baseUrl`; any other org is trusted as ever.
 */
export async function trustOktaStandIn(baseUrl: string, folder: string): Promise<void> {
  const certificate = await certificateOf(baseUrl, folder);
  if (certificate) tls.setDefaultCACertificates([...tls.getCACertificates('default'), certificate]);
}

/** What commands need to know of the stand-in org. */
export interface OktaStandInAddress {
  readonly baseUrl: string;
  readonly apiToken: string;
  /** File of its certificate. */
  readonly ca: string;
}

/** The stand-in org that wrote its address into the local folder; undefined when none has. */
export async function readOktaStandIn(folder: string): Promise<OktaStandInAddress | undefined> {
  try {
    return JSON.parse(await readFile(path.join(folder, OKTA_FILE), 'utf8'));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Undefined also for files that cannot be used: the connection will then say what is missing. */
async function certificateOf(baseUrl: string, folder: string): Promise<string | undefined> {
  try {
    const address = await readOktaStandIn(folder);
    return address && URL.parse(baseUrl)?.origin === address.baseUrl
      ? await readFile(address.ca, 'utf8')
      : undefined;
  } catch {
    return undefined;
  }
}
