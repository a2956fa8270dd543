import { ConfigurationError } from './configuration-error.ts';
import { originOf } from './okta/base-url.ts';

/**
 * Every environment variable the functions read, shared with the constructs that set them and the tests.
 * An empty value is an absent one, as in the AWS SDK.
 */
export const ENVIRONMENT = {
  /** Name or ARN of the hook secret; absent in OAuth mode. */
  hookSecretId: 'HOOK_SECRET_ID',
  /** Header that carries the hook secret. */
  hookAuthHeader: 'HOOK_AUTH_HEADER',
  /** IP addresses and CIDR ranges that may call, separated by commas; absent: all. */
  allowedSources: 'ALLOWED_SOURCES',
  /** The compiled rules, relative to the working directory. */
  rulesFile: 'RULES_FILE',
  /** Whether Okta is asked about logins: `none` or `okta`. */
  directory: 'DIRECTORY',
  /** The org that is asked: https, without path. Needed with `DIRECTORY=okta`, as is the next one. */
  oktaBaseUrl: 'OKTA_BASE_URL',
  /** Name or ARN of the secret with the credential for that. */
  directorySecretId: 'OKTA_DIRECTORY_SECRET_ID',
  /** OAuth mode: what the token of a caller must say; all three or none. */
  oauthIssuer: 'OAUTH_ISSUER',
  oauthAudience: 'OAUTH_AUDIENCE',
  oauthScope: 'OAUTH_SCOPE',
  /** The DynamoDB table of the login ledger; absent, which it may not be in Lambda: the memory of the process. */
  loginTable: 'LOGIN_TABLE',
  /**
   * The DynamoDB table with the legacy passwords' hashes and the counters of attempts; absent, which it may not be in
   * Lambda: no hashes, and counters in the memory of the process.
   */
  credentialTable: 'CREDENTIAL_TABLE',
  /** Days that a legacy hash is kept after Okta has saved the password. */
  holdingDays: 'HOLDING_DAYS',
  /** JSON object: for each name of a password source's secret, the name or ARN of the secret. */
  sourceSecrets: 'SOURCE_SECRETS',
} as const;

/** How callers prove that they are Okta. */
export type AuthenticationSettings =
  | { readonly kind: 'header'; readonly header: string; readonly secretId: string }
  | { readonly kind: 'jwt'; readonly issuer: string; readonly audience: string; readonly scope: string };

/** Who is asked which logins are taken. */
export type DirectorySettings =
  | { readonly kind: 'none' }
  | { readonly kind: 'okta'; readonly baseUrl: string; readonly secretId: string };

/** The environment, read and checked. */
export interface Environment {
  readonly authentication: AuthenticationSettings;
  readonly allowedSources: readonly string[] | undefined;
  readonly rulesFile: string;
  readonly directory: DirectorySettings;
  readonly loginTable: string | undefined;
  readonly credentialTable: string | undefined;
  /** How long a legacy hash is kept after Okta has saved the password, in milliseconds. */
  readonly holdingMs: number;
  /** Names or ARNs of secrets, by the name a password source calls them. */
  readonly sourceSecrets: ReadonlyMap<string, string>;
}

type Variables = Readonly<Record<string, string | undefined>>;
type VariableName = (typeof ENVIRONMENT)[keyof typeof ENVIRONMENT];

/** Two weeks: long enough to hear of an org that could not save passwords, and to call the people concerned. */
export const DEFAULT_HOLDING_DAYS = 14;
const DAY_MS = 24 * 60 * 60 * 1_000;

/** RFC 9110 section 5.6.2. */
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;

/**
 * Reads the environment once, at the start.
 *
 * @throws ConfigurationError naming the variable and what was expected, never the value
 */
export function readEnvironment(variables: Variables = process.env): Environment {
  return {
    authentication: readAuthentication(variables),
    allowedSources: read(variables, ENVIRONMENT.allowedSources)
      ?.split(',')
      .map((source) => source.trim()),
    rulesFile: read(variables, ENVIRONMENT.rulesFile) ?? './rules.json',
    directory: readDirectory(variables),
    loginTable: read(variables, ENVIRONMENT.loginTable),
    credentialTable: read(variables, ENVIRONMENT.credentialTable),
    holdingMs: readHoldingMs(variables),
    sourceSecrets: readSourceSecrets(variables),
  };
}

/** @throws ConfigurationError when the environment names no credential table */
export const needCredentialTable = (variables: Variables = process.env): string =>
  need(variables, ENVIRONMENT.credentialTable);

/** How long a hash is kept after it is of no more use, in milliseconds. @throws ConfigurationError when it is no number */
export const readHoldingMs = (variables: Variables = process.env): number =>
  readHoldingDays(variables) * DAY_MS;

function readHoldingDays(variables: Variables): number {
  const days = read(variables, ENVIRONMENT.holdingDays) ?? String(DEFAULT_HOLDING_DAYS);
  if (/^[1-9]\d{0,3}$/.test(days)) return Number(days);
  throw new ConfigurationError(ENVIRONMENT.holdingDays, 'a number of days from 1 on');
}

function readAuthentication(variables: Variables): AuthenticationSettings {
  const { hookSecretId, oauthIssuer, oauthAudience, oauthScope } = ENVIRONMENT;
  const isOAuth = [oauthIssuer, oauthAudience, oauthScope].some((name) => read(variables, name));
  if (!isOAuth)
    return { kind: 'header', header: readHeader(variables), secretId: need(variables, hookSecretId) };
  const issuer = need(variables, oauthIssuer);
  if (read(variables, hookSecretId))
    throw new ConfigurationError(hookSecretId, `no value beside ${oauthIssuer}`);
  if (!URL.canParse(issuer) || new URL(issuer).protocol !== 'https:') {
    throw new ConfigurationError(oauthIssuer, 'an https URL');
  }
  return {
    kind: 'jwt',
    issuer,
    audience: need(variables, oauthAudience),
    scope: need(variables, oauthScope),
  };
}

function readHeader(variables: Variables): string {
  const header = read(variables, ENVIRONMENT.hookAuthHeader) ?? 'authorization';
  if (!TOKEN.test(header)) throw new ConfigurationError(ENVIRONMENT.hookAuthHeader, 'the name of a header');
  return header.toLowerCase();
}

function readDirectory(variables: Variables): DirectorySettings {
  const kind = read(variables, ENVIRONMENT.directory) ?? 'none';
  if (kind === 'none') return { kind };
  if (kind !== 'okta') throw new ConfigurationError(ENVIRONMENT.directory, "'none' or 'okta'");
  const baseUrl = originOf(need(variables, ENVIRONMENT.oktaBaseUrl));
  if (!baseUrl) throw new ConfigurationError(ENVIRONMENT.oktaBaseUrl, 'an https URL without a path');
  return { kind, baseUrl, secretId: need(variables, ENVIRONMENT.directorySecretId) };
}

function readSourceSecrets(variables: Variables): ReadonlyMap<string, string> {
  const text = read(variables, ENVIRONMENT.sourceSecrets) ?? '{}';
  const entries = entriesOf(text);
  if (!entries) throw new ConfigurationError(ENVIRONMENT.sourceSecrets, 'a JSON object of texts');
  return new Map(entries);
}

function entriesOf(json: string): readonly (readonly [string, string])[] | undefined {
  try {
    const entries = Object.entries(JSON.parse(json) as object);
    return entries.every(([, value]) => typeof value === 'string') ? entries : undefined;
  } catch {
    return undefined;
  }
}

function read(variables: Variables, name: VariableName): string | undefined {
  return variables[name]?.trim() || undefined;
}

function need(variables: Variables, name: VariableName): string {
  const value = read(variables, name);
  if (value === undefined) throw new ConfigurationError(name, 'a value');
  return value;
}
