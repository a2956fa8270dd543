import { randomBytes, randomUUID } from 'node:crypto';
import { PASSWORD_EVENT_TYPE } from '../../../lambda/contract/password-request.ts';
import type { Person } from '../../org/person.ts';
import type { Credential } from '../accounts.ts';
import { fireHook } from '../hooks/fire-hook.ts';
import type { World } from '../world.ts';
import { makesHash } from './imported-hash.ts';

/** What a person typed, and where from. */
export interface SignIn {
  readonly username: string;
  readonly password: string;
  readonly ipAddress: string;
  /** The path of the request, as the hook is told. */
  readonly path: string;
}

/**
 * Checks a password against what Okta has of a person: its own, an imported hash, or the password hook's word.
 * A password that was right the first time is Okta's own from then on.
 *
 * @returns the person, or undefined when they may not sign in with this password
 */
export async function signIn(world: World, attempt: SignIn): Promise<Person | undefined> {
  const person = personOf(world, attempt.username);
  if (person?.status !== 'ACTIVE') return undefined;
  const { credential } = world.accounts.of(person.id);
  if (!(await isRight(world, person, credential, attempt))) return undefined;
  world.accounts.change(person.id, (now) => ({
    lastLogin: now,
    ...(isImported(credential) && { credential: world.accounts.keep(attempt.password) }),
  }));
  return person;
}

/** By login, or by a short name that nobody else has; an id is no name to sign in with. */
function personOf({ org }: World, username: string): Person | undefined {
  const [only, ...others] = org.withShortName(username);
  return org.holderOf(username) ?? (others.length === 0 ? only : undefined);
}

const isImported = ({ kind }: Credential) => kind === 'hook' || kind === 'hash';

async function isRight(
  world: World,
  person: Person,
  credential: Credential,
  attempt: SignIn,
): Promise<boolean> {
  if (credential.kind === 'none') return false;
  if (credential.kind === 'password') return world.accounts.isKept(attempt.password, credential.digest);
  if (credential.kind === 'hash') {
    const isMade = await makesHash(attempt.password, credential.hash);
    return isMade && changeOf(world, person, credential, attempt) === undefined;
  }
  const refusal = (await askHook(world, attempt)) ?? changeOf(world, person, credential, attempt);
  recordImport(world, person, attempt, refusal);
  return refusal === undefined;
}

/** Somebody who was reset or deleted meanwhile has nothing to import; who signed in twice at once, has. */
function changeOf(
  { org, accounts }: World,
  { id }: Person,
  before: Credential,
  { password }: SignIn,
): string | undefined {
  const { credential: now } = accounts.of(id);
  const isKept = now.kind === 'password' && accounts.isKept(password, now.digest);
  return org.get(id) && (now === before || isKept) ? undefined : 'the user has changed';
}

/** Asks the password hook; undefined: verified. Otherwise why not. */
async function askHook(world: World, attempt: SignIn): Promise<string | undefined> {
  const hook = world.inlineHooks.passwordHook;
  if (!hook) return 'no active password import inline hook';
  const result = await fireHook(world, hook, payloadOf(attempt, world, hook.id));
  if (result.failure !== undefined) return `the inline hook failed: ${result.failure}`;
  return isVerifying(result.body) ? undefined : 'the password was not verified';
}

/** Source: Okta, "Password import inline hook reference". */
function payloadOf(
  { username, password, ipAddress, path }: SignIn,
  { origin, clock }: World,
  hookId: string,
) {
  return {
    eventId: randomBytes(16).toString('base64url'),
    eventTime: new Date(clock()).toISOString(),
    eventType: PASSWORD_EVENT_TYPE,
    eventTypeVersion: '1.0',
    contentType: 'application/json',
    cloudEventVersion: '0.1',
    source: `${origin}/api/v1/inlineHooks/${hookId}`,
    data: {
      context: {
        request: { id: randomUUID(), method: 'POST', url: { value: path }, ipAddress },
        credential: { username, password },
      },
      action: { credential: 'UNVERIFIED' },
    },
  };
}

function isVerifying(answer: unknown): boolean {
  const { commands } = Object(answer) as { readonly commands?: unknown };
  return (
    Array.isArray(commands) &&
    commands.some((command) => {
      const { type, value } = Object(command);
      return type === 'com.okta.action.update' && Object(value).credential === 'VERIFIED';
    })
  );
}

function recordImport(
  { log }: World,
  { id, profile }: Person,
  { ipAddress }: SignIn,
  refusal?: string,
): void {
  log.record({
    eventType: 'user.import.password',
    displayMessage: 'Import user password',
    result: refusal === undefined ? 'SUCCESS' : 'FAILURE',
    ...(refusal && { reason: refusal }),
    targets: [{ id, type: 'User', alternateId: String(profile['login']) }],
    ipAddress,
  });
}
