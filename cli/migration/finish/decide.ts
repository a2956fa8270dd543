import type { Way } from '../ways.ts';
import type { Action, Channel } from './finished.ts';
import { BLOCKING, type Straggler } from './stragglers.ts';

/** What to do about people who are suspended, or whom the plan does not know. */
export const SUSPENDED_CHOICES = ['leave', 'reset', 'deactivate'] as const;
export const UNKNOWN_CHOICES = ['leave', 'reset', 'ignore'] as const;

/** What the person at the terminal has chosen. */
export interface Policy {
  readonly suspended: (typeof SUSPENDED_CHOICES)[number];
  readonly unknown: (typeof UNKNOWN_CHOICES)[number];
  /** Whether links may be written to a file for people whom no mail reaches. */
  readonly links: boolean;
}

/** Why nothing is done about somebody. */
export type Reason = 'suspended' | 'unknown' | 'ignored' | 'no usable e-mail' | 'waiting';

/** What happens to a straggler. */
export type Decision = { readonly straggler: Straggler } & (
  | { readonly action: Action; readonly by: Channel }
  | { readonly action: 'nothing'; readonly because: Reason }
);

/** Decides about one straggler. */
export function decide(straggler: Straggler, policy: Policy): Decision {
  const nothing = (because: Reason): Decision => ({ straggler, action: 'nothing', because });
  switch (straggler.kind) {
    case 'waiting':
      return nothing('waiting');
    case 'suspended':
      if (policy.suspended === 'leave') return nothing('suspended');
      return policy.suspended === 'reset'
        ? linked(straggler, 'reset', policy)
        : { straggler, action: 'deactivate', by: 'none' };
    case 'unknown':
      if (policy.unknown === 'reset') return linked(straggler, 'reset', policy);
      return nothing(policy.unknown === 'ignore' ? 'ignored' : 'unknown');
    case 'to be invited':
      return linked(straggler, 'invite', policy);
    case 'stuck':
      return linked(straggler, straggler.status === 'PROVISIONED' ? 'reinvite' : 'resend', policy);
    default:
      return linked(straggler, 'reset', policy);
  }
}

function linked(straggler: Straggler, action: Action, { links }: Policy): Decision {
  if (straggler.fault === undefined) return { straggler, action, by: 'mail' };
  if (links) return { straggler, action, by: 'link' };
  return { straggler, action: 'nothing', because: 'no usable e-mail' };
}

/** Whether somebody keeps the hook from being deleted, as things are now. */
export const blocks = ({ kind }: Straggler, { unknown }: Policy): boolean =>
  BLOCKING.has(kind) && !(kind === 'unknown' && unknown === 'ignore');

/** Which people a run is about; empty sets: everybody. */
export interface Selection {
  readonly waves: ReadonlySet<string>;
  readonly ways: ReadonlySet<Way>;
}

/** Whether a run is about somebody; whom the plan does not know has neither wave nor way. */
export const isMeant = ({ planned }: Straggler, { waves, ways }: Selection): boolean =>
  (waves.size === 0 || (planned !== undefined && waves.has(planned.wave))) &&
  (ways.size === 0 || (planned !== undefined && ways.has(planned.way)));
