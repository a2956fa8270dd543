import type { UserStatus } from './person.ts';

/**
 * What an administrator, or the person, can do to a status: Okta's names of `/lifecycle/…`, `set_password`, and
 * `invite`, which is how somebody without a password is activated.
 */
export type Transition =
  | 'activate'
  | 'invite'
  | 'deactivate'
  | 'reset_password'
  | 'set_password'
  | 'suspend'
  | 'unsuspend';

interface Step {
  readonly from: readonly UserStatus[];
  readonly to: UserStatus;
}

/** Source: Okta, "User lifecycle": where a transition may begin and where it ends. */
const STEPS: Readonly<Record<Transition, Step>> = {
  activate: { from: ['STAGED', 'PROVISIONED', 'DEPROVISIONED'], to: 'ACTIVE' },
  invite: { from: ['STAGED', 'DEPROVISIONED'], to: 'PROVISIONED' },
  deactivate: {
    from: ['STAGED', 'PROVISIONED', 'ACTIVE', 'RECOVERY', 'PASSWORD_EXPIRED', 'LOCKED_OUT', 'SUSPENDED'],
    to: 'DEPROVISIONED',
  },
  reset_password: {
    from: ['PROVISIONED', 'ACTIVE', 'RECOVERY', 'PASSWORD_EXPIRED', 'LOCKED_OUT'],
    to: 'RECOVERY',
  },
  suspend: { from: ['ACTIVE'], to: 'SUSPENDED' },
  unsuspend: { from: ['SUSPENDED'], to: 'ACTIVE' },
  set_password: { from: ['PROVISIONED', 'ACTIVE', 'RECOVERY', 'PASSWORD_EXPIRED'], to: 'ACTIVE' },
};

/** The status a transition leads to; undefined where Okta does not allow it. */
export function statusAfter(transition: Transition, status: UserStatus): UserStatus | undefined {
  const { from, to } = STEPS[transition];
  return from.includes(status) ? to : undefined;
}
