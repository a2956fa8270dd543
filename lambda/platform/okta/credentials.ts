import { OktaCredentialsUnusable } from './errors.ts';
import { readSigningKey, type SigningKey } from './private-key.ts';

/** How we prove to Okta who asks. */
export type OktaCredentials =
  /** An API token: carries all the rights of the administrator who made it. */
  | { readonly kind: 'api token'; readonly apiToken: string }
  /** An OAuth service app with a private key (RFC 7523): has the scopes that it was granted. */
  | { readonly kind: 'service app'; readonly clientId: string; readonly signingKey: SigningKey };

/** Where a client gets its credentials from. */
export interface OktaCredentialSource {
  /**
   * The credentials; the same object until they change.
   *
   * @throws OktaCredentialsUnusable when there are none
   */
  read(signal: AbortSignal): Promise<OktaCredentials>;
  /** Okta refused them, so that the next reading may look whether there are new ones. */
  refused(): void;
}

/** Printable ASCII without spaces: anything else would not survive a header, and an error would quote it. */
const PRINTABLE = /^[\x21-\x7e]{1,4096}$/;

/**
 * Checks credentials of the form `{"apiToken": …}` or `{"clientId": …, "privateKey": …, "keyId"?: …}`, where
 * the key is PEM text or a JWK.
 *
 * @throws OktaCredentialsUnusable saying what was expected, never what was found
 */
export function readOktaCredentials(found: unknown): OktaCredentials {
  const { apiToken, clientId, privateKey, keyId } = Object(found) as Readonly<Record<string, unknown>>;
  const isApp = clientId !== undefined || privateKey !== undefined;
  if (isApp === (apiToken !== undefined)) {
    throw new OktaCredentialsUnusable('either apiToken, or clientId with privateKey');
  }
  if (!isApp) return { kind: 'api token', apiToken: readText('apiToken', apiToken) };
  const named = keyId === undefined ? undefined : readText('keyId', keyId);
  return {
    kind: 'service app',
    clientId: readText('clientId', clientId),
    signingKey: readSigningKey(privateKey, named),
  };
}

/** Credentials that are at hand and do not change. */
export function fixedCredentials(credentials: OktaCredentials): OktaCredentialSource {
  return { read: async () => credentials, refused: () => undefined };
}

function readText(name: string, value: unknown): string {
  if (typeof value === 'string' && PRINTABLE.test(value)) return value;
  throw new OktaCredentialsUnusable(`${name} to be printable text without spaces`);
}
