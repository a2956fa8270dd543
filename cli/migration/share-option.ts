import { UsageError } from '../command.ts';

/** The option that says how much of Okta's rate limit a command may use. */
export const shareOption = <const Share extends string>(otherwise: Share) =>
  ({
    type: 'string',
    placeholder: '0..1',
    default: otherwise,
    description: "how much of Okta's rate limit may be used",
  }) as const;

/** Its value, a plain decimal above 0 and at most 1. @throws UsageError */
export function shareOf(text: string): number {
  const share = /^[01]?(\.\d+)?$/.test(text) ? Number(text) : 0;
  if (share > 0 && share <= 1) return share;
  throw new UsageError('--share must be above 0 and at most 1');
}
