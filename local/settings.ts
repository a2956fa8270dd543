import { originOf } from '../lambda/platform/okta/base-url.ts';
import { DEFAULT_AUTH_HEADER, DEFAULT_PORT, DEFAULT_SECRET, localFolder } from './defaults.ts';
import { HIGHEST_PORT, LaptopError } from './laptop-error.ts';
import { LOOPBACK } from './listen.ts';
import { wholeNumber } from './whole-number.ts';

/** What the environment says about the local service. */
export interface LaptopSettings {
  /** The HTTPS server's port; the stand-ins for Secrets Manager and DynamoDB have the next two. */
  readonly port: number;
  readonly secretsManagerPort: number;
  readonly dynamoDbPort: number;
  /** Address to listen on: `HOST=0.0.0.0` lets containers in. */
  readonly host: string;
  readonly secret: string;
  /** The header that carries the secret, in lower case. */
  readonly header: string;
  /** The org that is asked who has which login; undefined: nobody is asked. */
  readonly okta: OktaSettings | undefined;
  /** Where the certificate, the compiled rules and the outputs are written: an absolute path. */
  readonly folder: string;
}

/** `OKTA_BASE_URL`, and `OKTA_API_TOKEN`, without which every login stays unknown. */
export interface OktaSettings {
  readonly baseUrl: string;
  readonly apiToken: string | undefined;
}

/** Reads `PORT`, `HOST`, `HOOK_SECRET`, `HOOK_AUTH_HEADER`, `OKTA_BASE_URL`, `OKTA_API_TOKEN` and `LOCAL_FOLDER`; a value
 * that cannot work throws. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): LaptopSettings {
  const { PORT, HOST = LOOPBACK, HOOK_SECRET = DEFAULT_SECRET } = env;
  const port =
    PORT === undefined ? DEFAULT_PORT : wholeNumber('PORT', PORT, { most: HIGHEST_PORT }, LaptopError);
  // RFC 9110, section 5.5: what a header value can carry without loss
  if (!/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(HOOK_SECRET)) {
    throw new LaptopError('HOOK_SECRET must be printable ASCII that neither starts nor ends with a space');
  }
  const header = (env['HOOK_AUTH_HEADER'] ?? DEFAULT_AUTH_HEADER).toLowerCase();
  if (!/^[a-z0-9-]+$/.test(header)) throw new LaptopError('HOOK_AUTH_HEADER must be the name of a header');
  return {
    port,
    secretsManagerPort: port + 1,
    dynamoDbPort: port + 2,
    host: HOST,
    secret: HOOK_SECRET,
    header,
    okta: readOkta(env),
    folder: localFolder(env),
  };
}

function readOkta({ OKTA_BASE_URL, OKTA_API_TOKEN }: Readonly<Record<string, string | undefined>>) {
  if (!OKTA_BASE_URL) return undefined;
  if (originOf(OKTA_BASE_URL) === undefined) {
    throw new LaptopError('OKTA_BASE_URL must be the https address of an org, without a path');
  }
  return { baseUrl: OKTA_BASE_URL, apiToken: OKTA_API_TOKEN || undefined };
}
