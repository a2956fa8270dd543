import type { OktaPeople, OktaPerson } from '../okta-people.ts';
import type { Standing } from '../standing.ts';
import type { AddressFault, AddressJudge } from './address.ts';
import type { Finished } from './finished.ts';

/** Who is not done yet, and what it means. */
export const KINDS = {
  'never seen': 'created for the password hook, and has not tried to sign in',
  'tried and failed': 'has tried to sign in, and the password was not right',
  unconfirmed: 'an event says that the password was taken over, but Okta still reads IMPORT',
  suspended: 'is suspended, and would need the hook afterwards',
  unknown: 'reads IMPORT in Okta, and the plan does not know them',
  'to be invited': 'staged, without a password, and never written to',
  stuck: 'got a link long ago, and has not followed it',
  waiting: 'got a link, and has not followed it yet',
} as const;
export type Kind = keyof typeof KINDS;

/** The kinds that keep the password hook from being deleted. */
export const BLOCKING: ReadonlySet<Kind> = new Set<Kind>([
  'never seen',
  'tried and failed',
  'unconfirmed',
  'suspended',
  'unknown',
  'to be invited',
]);

/** Somebody who is not done. Times are milliseconds since the epoch. */
export interface Straggler {
  readonly id: string;
  readonly login: string;
  readonly email?: string;
  readonly kind: Kind;
  /** Okta's own word. */
  readonly status: string;
  readonly statusChanged?: number;
  /** Why no mail may be sent; absent: it may. */
  readonly fault?: AddressFault;
  /** Absent for people whom the plan does not know. */
  readonly planned?: Pick<Standing, 'row' | 'way' | 'wave' | 'groups'>;
}

/** What people are judged by. */
export interface Judgement {
  /** Everybody whom Okta has. */
  readonly okta: ReadonlyMap<string, OktaPerson>;
  readonly standings: readonly Standing[];
  readonly finished: Finished;
  readonly addresses: AddressJudge;
  readonly now: number;
  /** How long a link may lie unused before another one is sent, in milliseconds. */
  readonly resendAfterMs: number;
}

/** Okta's words for people who have a link to choose a password. */
export const LINKED: ReadonlySet<string> = new Set(['RECOVERY', 'PROVISIONED']);

/** Everybody who is not done, in the order in which Okta lists them. Nobody else in the org is in it. */
export function stragglersOf(judgement: Judgement): readonly Straggler[] {
  const byId = new Map(judgement.standings.flatMap((one) => (one.id === undefined ? [] : [[one.id, one]])));
  return [...judgement.okta.values()].flatMap((person) => {
    const standing = byId.get(person.id);
    const kind = kindOf(person, standing, judgement);
    if (kind === undefined) return [];
    const { id, login, email, status, statusChanged } = person;
    const fault = judgement.addresses(email);
    return {
      id,
      login,
      kind,
      status,
      ...(email !== undefined && { email }),
      ...(statusChanged !== undefined && { statusChanged }),
      ...(fault && { fault }),
      ...(standing && { planned: standing }),
    };
  });
}

/**
 * People of the plan who are not done, and whom Okta does not show yet: the clock may be the reason, or a list that lags.
 * Their state is the kind as which they count.
 */
export const unlistedOf = ({
  okta,
  standings,
}: {
  readonly okta: Pick<OktaPeople, 'people'>;
  readonly standings: readonly Standing[];
}): readonly Standing[] =>
  standings.filter(
    ({ id, state }) => id !== undefined && !okta.people.has(id) && BLOCKING.has(state as Kind),
  );

function kindOf(person: OktaPerson, standing: Standing | undefined, judgement: Judgement): Kind | undefined {
  const { status, provider } = person;
  if (status === 'DEPROVISIONED') return undefined;
  // whatever the provider: an imported password counts no more once there is a link
  if (LINKED.has(status)) return linkedKind(person, standing, judgement);
  if (provider !== 'IMPORT') return standing && status === 'STAGED' ? 'to be invited' : undefined;
  if (standing?.way === 'hash') return undefined;
  if (status === 'SUSPENDED') return 'suspended';
  if (!standing) return 'unknown';
  const { state } = standing;
  return state === 'tried and failed' || state === 'unconfirmed' ? state : 'never seen';
}

/** People who were given a link by somebody else, for other reasons, are none of ours. */
function linkedKind(
  { id, statusChanged = 0, lastLogin }: OktaPerson,
  standing: Standing | undefined,
  { finished, now, resendAfterMs }: Judgement,
): Kind | undefined {
  const sent = finished.sent.get(id);
  const isOurs = sent !== undefined || (standing !== undefined && lastLogin === undefined);
  if (!isOurs) return undefined;
  if (finished.linkless.has(id)) return 'stuck';
  return now - Math.max(statusChanged, sent?.at ?? 0) > resendAfterMs ? 'stuck' : 'waiting';
}
