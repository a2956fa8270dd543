import type { Client, ResultCodeError } from 'ldapts';
import type { Outcome } from '../../imports/expressions/outcome.ts';
import { accountIn, type NamedSecrets } from '../../platform/named-secrets.ts';
import type { CompiledLdap } from '../compiled-sources.ts';
import { type ExpressionParser, nameIn, type PersonVariables } from '../expressions.ts';
import { MATCH, NO_MATCH } from '../outcome.ts';
import { outcomeOfFault, SourceUnclear } from './reach.ts';
import { type PasswordSource, UNKNOWN_USER } from './source.ts';

/** RFC 4511, appendix A.1. */
const NO_SUCH_OBJECT = 32;
const INVALID_CREDENTIALS = 49;
const BUSY = 51;
const UNAVAILABLE = 52;
/** RFC 4511, section 4.5.1.8: no attributes. */
const NO_ATTRIBUTES = ['1.1'];

/** Finds the DN to bind with; undefined when nobody has the name. */
type FindDn = (username: string, client: Client, signal: AbortSignal) => Promise<string | undefined>;

/**
 * Binds with the person's own DN and password over TLS: LDAPS, or StartTLS before anything else is sent. The DN is
 * made by an expression, or searched for by a reader. Loads its driver once.
 */
export async function createLdapSource(
  source: CompiledLdap,
  { secrets, parser }: { readonly secrets: NamedSecrets; readonly parser: ExpressionParser },
): Promise<PasswordSource> {
  const { Client } = await import('ldapts');
  const { hostname: host } = new URL(source.url);
  const tls = { host, servername: host, ...(source.ca !== undefined && { ca: source.ca }) };
  const { url, timeout } = source;
  // With `tlsOptions` the driver begins with TLS, whatever the URL says.
  const options = { url, connectTimeout: timeout, timeout, ...(!source.startTls && { tlsOptions: tls }) };
  const findDn = source.search ? searching(source.search, secrets, parser) : making(source, parser);
  return async ({ username, password }, signal) => {
    const client = new Client(options);
    const hangUp = () => void client.unbind().catch(() => undefined);
    signal.addEventListener('abort', hangUp);
    try {
      if (source.startTls) await client.startTLS({ ...tls });
      const dn = await findDn(username, client, signal);
      return dn === undefined ? UNKNOWN_USER : await bind(client, dn, password);
    } catch (error) {
      return outcomeOfFault(isRefusal(error) ? new SourceUnclear() : error, signal);
    } finally {
      signal.removeEventListener('abort', hangUp);
      hangUp();
    }
  };
}

/** Only what the server says about these credentials is a no; every other refusal is none. */
async function bind(client: Client, dn: string, password: string) {
  try {
    await client.bind(dn, password);
    return MATCH;
  } catch (error) {
    const code = codeOf(error);
    if (code === INVALID_CREDENTIALS || code === NO_SUCH_OBJECT) return NO_MATCH;
    throw error;
  }
}

function making({ dn }: CompiledLdap, parser: ExpressionParser): FindDn {
  const make = dn && parser.person(dn, 'string');
  return async (username) => textOf(make, username);
}

function searching(
  { base, filter, secret }: NonNullable<CompiledLdap['search']>,
  secrets: NamedSecrets,
  parser: ExpressionParser,
): FindDn {
  const make = parser.person(filter, 'string');
  return async (username, client, signal) => {
    const text = textOf(make, username);
    if (text === undefined) return undefined;
    const reader = accountIn(await secrets.read(secret, signal));
    // A bind without a password is an anonymous one: the reader must be nobody else than the reader.
    if (!reader?.password) throw new SourceUnclear();
    await client.bind(reader.username, reader.password).catch((error: unknown) => {
      if (codeOf(error) === INVALID_CREDENTIALS) secrets.forget(secret);
      throw error;
    });
    const options = { scope: 'sub', filter: text, sizeLimit: 2, attributes: NO_ATTRIBUTES } as const;
    const { searchEntries } = await client.search(base, { ...options, attributes: [...NO_ATTRIBUTES] });
    const [only, ...others] = searchEntries;
    if (others.length > 0) throw new SourceUnclear();
    return only?.dn;
  };
}

function textOf(
  make: ((variables: PersonVariables) => Outcome) | undefined,
  username: string,
): string | undefined {
  return nameIn(make, username) || undefined;
}

/** The server did answer, and is not just busy. */
function isRefusal(error: unknown): boolean {
  const code = codeOf(error);
  return code !== undefined && code !== BUSY && code !== UNAVAILABLE;
}

/** The result code of an LDAP server; undefined for errors of other kinds, whose codes are texts. */
function codeOf(error: unknown): number | undefined {
  const { code } = Object(error) as Partial<ResultCodeError>;
  return typeof code === 'number' ? code : undefined;
}
