import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fixedCredentials, readOktaCredentials } from '../lambda/platform/okta/credentials.ts';
import {
  OktaAnswerInvalid,
  OktaCredentialsUnusable,
  OktaError,
  OktaUnreachable,
} from '../lambda/platform/okta/errors.ts';
import { createOktaClient, type OktaClient } from '../lambda/platform/okta-client.ts';
import { localFolder } from '../local/defaults.ts';
import { fileFault } from '../local/file-fault.ts';
import { readOktaStandIn, trustOktaStandIn } from '../local/okta-stand-in.ts';
import { askedOrg, ofOrg } from './asked-org.ts';
import { CommandError, type Io } from './command.ts';
import type { Deployment } from './deployment.ts';
import { oneLine } from './output.ts';

const HOW = 'set OKTA_DOMAIN with OKTA_API_TOKEN, or with OKTA_CLIENT_ID and OKTA_PRIVATE_KEY_FILE';
const ADDRESS = 'OKTA_DOMAIN is a host such as example.okta.com; OKTA_BASE_URL begins with https://';

/** What a client for Okta needs of a command's world. */
type OktaIo = Pick<Io, 'env' | 'cwd' | 'clock' | 'stderr'>;

/**
 * A client for the org that the environment names; `scopes` is what a service app needs for this command. The
 * certificate of a stand-in org on this machine is trusted.
 */
export function oktaClientFor(io: OktaIo, scopes: readonly string[]): Promise<OktaClient> {
  const name = io.env['OKTA_BASE_URL'] ? 'OKTA_BASE_URL' : 'OKTA_DOMAIN';
  return clientFor(io, scopes, `check ${name}, and whether this machine reaches that address`);
}

/** The same; `next` is what to do when nobody answers. */
async function clientFor(io: OktaIo, scopes: readonly string[], next: string): Promise<OktaClient> {
  const { OKTA_DOMAIN, OKTA_BASE_URL, OKTA_API_TOKEN, OKTA_CLIENT_ID, OKTA_PRIVATE_KEY_FILE } = io.env;
  const baseUrl = OKTA_BASE_URL || (OKTA_DOMAIN && `https://${OKTA_DOMAIN}`);
  if (!baseUrl) throw new CommandError('no Okta org is named', { next: HOW });
  await trustOktaStandIn(baseUrl, localFolder(io.env));
  const found = OKTA_API_TOKEN
    ? { apiToken: OKTA_API_TOKEN }
    : {
        clientId: OKTA_CLIENT_ID,
        privateKey: OKTA_PRIVATE_KEY_FILE && (await readKey(OKTA_PRIVATE_KEY_FILE, io)),
      };
  try {
    const credentials = fixedCredentials(readOktaCredentials(found));
    const clock = io.clock.now;
    const where = URL.parse(baseUrl)?.origin ?? baseUrl;
    const sleep = tellingWhy(where, io);
    return ofOrg(createOktaClient({ baseUrl, credentials, scopes, clock, sleep }), { where, next });
  } catch (error) {
    if (error instanceof OktaCredentialsUnusable) throw new CommandError(error.message, { next: HOW });
    throw new CommandError('the address of the org must be https, without a path', { next: ADDRESS });
  }
}

/** Those that were told. A command may have several clients, and waits for one org. */
const TOLD = new WeakSet<Io['stderr']>();

/** Waits between two attempts, and says once, before the first pause, whom for. */
function tellingWhy(where: string, { clock, stderr }: OktaIo): Io['clock']['sleep'] {
  return (milliseconds, signal) => {
    if (milliseconds > 0 && !TOLD.has(stderr)) {
      TOLD.add(stderr);
      stderr.write(
        `waiting for Okta (${where}): no answer yet, or its rate limit; it is asked again, Ctrl-C stops\n`,
      );
    }
    return clock.sleep(milliseconds, signal);
  };
}

/** A client with the address of its org, to which links for people lead. */
export interface OktaAccess {
  readonly client: OktaClient;
  readonly baseUrl: string;
}

/**
 * The org of a deployment: the one that the environment names; for the laptop, else the stand-in org that runs beside
 * it. That one's certificate is trusted from then on.
 */
export async function oktaOf(
  deployment: Deployment,
  io: OktaIo,
  scopes: readonly string[],
): Promise<OktaAccess> {
  const folder = path.dirname(path.resolve(io.cwd, deployment.file));
  const isNamed = io.env['OKTA_BASE_URL'] || io.env['OKTA_DOMAIN'];
  const standIn = deployment.endpoints && !isNamed ? await readOktaStandIn(folder) : undefined;
  const env = standIn ? { OKTA_BASE_URL: standIn.baseUrl, OKTA_API_TOKEN: standIn.apiToken } : io.env;
  if (deployment.endpoints && !standIn && !isNamed)
    throw new CommandError('no Okta org is named', { next: `npm run okta-stand-in, or ${HOW}` });
  const client = await (standIn
    ? clientFor({ ...io, env }, scopes, 'start the stand-in org: npm run okta-stand-in')
    : oktaClientFor(io, scopes));
  const { OKTA_BASE_URL, OKTA_DOMAIN } = env as Io['env'];
  const baseUrl = OKTA_BASE_URL || `https://${OKTA_DOMAIN}`;
  if (deployment.endpoints) await trustOktaStandIn(baseUrl, folder);
  return { client, baseUrl };
}

async function readKey(file: string, io: Pick<Io, 'cwd'>): Promise<string> {
  try {
    return await readFile(path.resolve(io.cwd, file), 'utf8');
  } catch (error) {
    throw new CommandError(`the private key cannot be read: ${fileFault(error)}`, {
      where: file,
    });
  }
}

/** What to do when Okta refuses whoever asks; the scopes are what a service app needs. */
export const checkCredentials = (scopes: readonly string[]): string =>
  `check the credentials; a service app needs the scope${scopes.length > 1 ? 's' : ''} ${scopes.join(', ')}`;

/** Runs work on Okta; its errors become messages for people. */
export async function askingOkta<Answer>(
  scopes: readonly string[],
  work: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    throw messageFor(error, scopes) ?? error;
  }
}

function messageFor(error: unknown, scopes: readonly string[]): CommandError | undefined {
  if (error instanceof OktaUnreachable || error instanceof OktaAnswerInvalid)
    return new CommandError(error.message, askedOrg(error) ?? { next: 'check the address of the org' });
  if (error instanceof OktaCredentialsUnusable) return new CommandError(error.message, { next: HOW });
  if (!(error instanceof OktaError)) return undefined;
  const what = [error.message, error.errorSummary, ...error.errorCauses].filter(Boolean).join(': ');
  const refused = error.status === 401 || error.status === 403 || error.errorCode === 'invalid_scope';
  const next = refused ? checkCredentials(scopes) : 'try again';
  return new CommandError(oneLine(what), {
    ...(error.errorId && { where: `Okta error ${error.errorId}` }),
    next,
  });
}
