import { oktaLoginKey } from '../../lambda/logins/okta-login-key.ts';
import type { readCreated } from './created.ts';
import { type CredentialRow, type CredentialRows, credentialRowOf } from './credential-rows.ts';
import { type Disagreement, disagreementsOf } from './disagreements.ts';
import type { OktaPeople, OktaPerson } from './okta-people.ts';
import type { PlannedPerson, Way } from './plan-file.ts';

/** Where somebody of the plan stands; exactly one holds. */
export const STATES = {
  migrated: 'Okta has the password itself: the hook is not needed',
  imported: 'Okta has the hash itself, so the hook is not needed; has not signed in yet',
  'never seen': 'created for the password hook, and has not tried to sign in',
  'tried and failed': 'sign-ins failed or Okta has locked the person out; none succeeded',
  unconfirmed: 'an event says that the password was taken over, but Okta still reads IMPORT',
  suspended: 'suspended in Okta before the password was taken over',
  recovering: 'was sent a link to choose a password, and has not followed it',
  'to be invited': 'staged: there is no password that Okta could take over',
  'not created': 'waits for migrate create',
  'half created': 'migrate create was stopped in the middle of this person; the same command goes on',
  failed: 'Okta refused to create this person',
  gone: 'was created, and is deactivated or deleted in Okta',
} as const;
export type State = keyof typeof STATES;

/** In the order in which reports show them. */
export const STATE_NAMES = Object.keys(STATES) as readonly State[];

/** The states of people who need the password hook: it has to stay while one of them is left. */
export const NEED_HOOK: ReadonlySet<State> = new Set<State>([
  'never seen',
  'tried and failed',
  'unconfirmed',
  'suspended',
]);

/** Where one person of the plan stands. Times are milliseconds since the epoch. */
export interface Standing {
  readonly row: number;
  readonly wave: string;
  readonly way: Way;
  readonly groups: readonly string[];
  /** Okta's id, once there is one. */
  readonly id?: string;
  /** Okta's where it has the person, else the plan's. */
  readonly login: string;
  readonly email?: string;
  readonly state: State;
  /** The person is in Okta, but groups, apps or the like are missing: `migrate create` was stopped, or failed. */
  readonly unfinished?: 'stopped' | 'failed';
  /** Okta's own word; absent for people who are not in Okta. */
  readonly status?: string;
  /** Sign-ins that Okta reported as failed. */
  readonly failures: number;
  readonly lastFailureAt?: number;
  readonly createdAt?: number;
  /** When the password was taken over: as an event says, else the best that Okta knows. */
  readonly migratedAt?: number;
  readonly statusChangedAt?: number;
  /** Of the legacy hash in the credential table: there, deleted by the clean-up, or never loaded. */
  readonly legacyHash: 'held' | 'deleted' | 'none';
  readonly disagreements: readonly Disagreement[];
}

/** What is known, from the programme's own ledger, from Okta and from its events. */
export interface Sources {
  /** By row: what `readCreated` gives. */
  readonly created: Awaited<ReturnType<typeof readCreated>>;
  readonly okta: OktaPeople;
  /** Absent where passwords are not checked with the table, and no event hook writes there. */
  readonly credentials?: CredentialRows;
  /** Okta's ids of people whom `migrate finish` gave a link: they choose a password, and no event says so. */
  readonly linked?: ReadonlySet<string>;
}

/** Everything that is known of one person. */
export interface Evidence {
  readonly person: PlannedPerson;
  readonly login: string;
  readonly entry: ReturnType<Sources['created']['get']>;
  readonly id: string | undefined;
  readonly okta: OktaPerson | undefined;
  /** Somebody else in Okta with this login, while the ledger knows no id. */
  readonly namesake: OktaPerson | undefined;
  readonly credential: CredentialRow | undefined;
  readonly wasLinked: boolean;
  /** Whether passwords are checked with hashes of the credential table. */
  readonly hasTable: boolean;
  readonly askedAt: number;
}

/** Everybody of the plan, in its order. Asks nobody: what it returns follows from its sources alone. */
export async function standingsOf({
  people,
  ...sources
}: Sources & { readonly people: AsyncIterable<PlannedPerson> | Iterable<PlannedPerson> }): Promise<
  readonly Standing[]
> {
  const { created, okta, credentials, linked } = sources;
  const namesakes = namesakesIn(okta);
  const groupsOf = sharing();
  const hasTable = [...(credentials?.byFold.values() ?? [])].some(({ hashHeld }) => hashHeld);
  const standings: Standing[] = [];
  for await (const person of people) {
    const login = textOf(person.profile['login']) ?? '';
    const entry = created.get(person.row);
    const id = entry?.id;
    const credential = credentials && credentialRowOf(credentials, { id, login });
    standings.push(
      standingOf({
        person: { ...person, groups: groupsOf(person.groups) },
        login,
        entry,
        id,
        okta: id === undefined ? undefined : okta.people.get(id),
        namesake: id === undefined ? namesakes(login) : undefined,
        credential,
        wasLinked: id !== undefined && linked?.has(id) === true,
        hasTable,
        askedAt: okta.askedAt,
      }),
    );
  }
  return standings;
}

/** Finds people by login; nothing is indexed before somebody is looked for. */
function namesakesIn({ people }: OktaPeople): (login: string) => OktaPerson | undefined {
  let byLogin: Map<string, OktaPerson> | undefined;
  return (login) => {
    byLogin ??= new Map([...people.values()].map((person) => [oktaLoginKey(person.login), person]));
    return byLogin.get(oktaLoginKey(login));
  };
}

/** One copy of lists that are the same for many people. */
function sharing(): (list: readonly string[]) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (list) => {
    const key = JSON.stringify(list);
    const first = known.get(key) ?? list;
    if (first === list) known.set(key, list);
    return first;
  };
}

/**
 * People who read IMPORT in Okta although nobody of the plan is they: the hook may be needed by them, too. Who is half
 * created is no stranger: `migrate create` finds them by login.
 */
export function strangersOf({ okta }: Sources, standings: readonly Standing[]): readonly OktaPerson[] {
  const ids = new Set(standings.map(({ id }) => id));
  const begun = standings.filter(({ state }) => state === 'half created');
  const logins = new Set(begun.map(({ login }) => oktaLoginKey(login)));
  return [...okta.people.values()].filter(
    ({ id, provider, status, login }) =>
      provider === 'IMPORT' &&
      status !== 'DEPROVISIONED' &&
      !ids.has(id) &&
      (logins.size === 0 || !logins.has(oktaLoginKey(login))),
  );
}

function standingOf(evidence: Evidence): Standing {
  const { person, login, entry, id, okta, credential } = evidence;
  const state = stateOf(evidence);
  const email = okta?.email ?? textOf(person.profile['email']);
  const times = {
    lastFailureAt: credential?.lastFailureAt,
    createdAt: id === undefined ? undefined : okta?.created || entry?.at,
    migratedAt: state === 'migrated' ? takenOverAt(evidence) : undefined,
    statusChangedAt: okta?.statusChanged,
  };
  return {
    row: person.row,
    wave: person.wave,
    way: person.way,
    groups: person.groups,
    ...(id !== undefined && { id }),
    login: okta?.login ?? login,
    ...(email !== undefined && { email }),
    state,
    ...(id !== undefined && entry?.state === 'failed' && { unfinished: 'failed' as const }),
    ...(id !== undefined && entry?.state === 'created' && { unfinished: 'stopped' as const }),
    ...(okta && { status: okta.status }),
    failures: credential?.failures ?? 0,
    ...present(times),
    legacyHash: credential?.hashHeld ? 'held' : credential?.hashDeletedAt === undefined ? 'none' : 'deleted',
    disagreements: disagreementsOf(evidence, state, NEED_HOOK.has(state)),
  };
}

/** Okta's word counts, where it was asked after the person was created; events tell what happened since. */
function stateOf({ person, entry, id, okta, credential, askedAt }: Evidence): State {
  if (id === undefined) {
    if (!entry) return 'not created';
    return entry.state === 'failed' ? 'failed' : 'half created';
  }
  if (!okta && entry && entry.at < askedAt - CLOCKS_APART_MS) return 'gone';
  const { status, provider } = okta ?? {
    status: person.way === 'reset' ? 'STAGED' : 'ACTIVE',
    provider: 'IMPORT',
  };
  if (status === 'DEPROVISIONED') return 'gone';
  if (status === 'STAGED') return 'to be invited';
  if (status === 'RECOVERY' || status === 'PROVISIONED') return 'recovering';
  if (provider !== 'IMPORT')
    return person.way === 'reset' && status === 'SUSPENDED' ? 'suspended' : 'migrated';
  if (person.way === 'hash') return 'imported';
  const successAt = successOf(credential);
  if (successAt !== undefined && successAt > askedAt) return 'migrated';
  if (status === 'SUSPENDED') return 'suspended';
  if (successAt !== undefined) return 'unconfirmed';
  return (credential?.failures ?? 0) > 0 || status === 'LOCKED_OUT' ? 'tried and failed' : 'never seen';
}

/** A success before the programme created the person was somebody's who had the login before. */
function successOf(credential: CredentialRow | undefined): number | undefined {
  const { migratedAt, createdAt = 0 } = credential ?? {};
  return migratedAt !== undefined && migratedAt >= createdAt ? migratedAt : undefined;
}

/** The journal has Okta's clock, the crawl this machine's. */
const CLOCKS_APART_MS = 10 * 60 * 1000;

/** Who came back by a reset link has a status that changed then; a sign-in through the hook changes none. */
function takenOverAt({ credential, okta }: Evidence): number | undefined {
  if (credential?.migratedAt !== undefined || !okta) return credential?.migratedAt;
  const { created, statusChanged = 0, lastLogin } = okta;
  return statusChanged > created + SETTLING_MS ? statusChanged : lastLogin;
}

/** Activation follows creation at once, in Okta's own time. */
const SETTLING_MS = 60_000;

type Present<Some> = { [Name in keyof Some]?: Exclude<Some[Name], undefined> };

function present<Some extends object>(some: Some): Present<Some> {
  return Object.fromEntries(Object.entries(some).filter(([, value]) => value !== undefined)) as Present<Some>;
}

const textOf = (value: string | readonly string[] | undefined) =>
  typeof value === 'string' ? value : undefined;
