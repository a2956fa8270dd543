import type { Io } from '../../command.ts';
import { painter } from '../../output.ts';
import type { Decision } from './decide.ts';
import type { FinishResult } from './result.ts';

/** A number of people in words, such as `1,204 people`. */
export const people = (count: number) => `${count.toLocaleString('en')} ${count === 1 ? 'person' : 'people'}`;

/** Why the programme has not ended: how many are left, in which groups, and what to do. */
export function describeLeft({ left, unlisted, uncreated, appeared, hook }: FinishResult, io: Io): string {
  const lines = [
    ...(appeared > 0
      ? [
          `While the hook was off ${people(appeared)} came who ${appeared === 1 ? 'needs' : 'need'} it: it is ACTIVE again. Find out who creates them.`,
        ]
      : []),
    ...(left.length > 0 ? leftLines(left, hook, io) : []),
    ...(unlisted > 0
      ? [
          `${people(unlisted)} of the plan ${unlisted === 1 ? 'was' : 'were'} created not long ago, and Okta does not show them yet: they count as left, and the hook stays. Run it again in a quarter of an hour.`,
        ]
      : []),
    ...(uncreated > 0
      ? [
          `${people(uncreated)} of the plan ${uncreated === 1 ? 'waits' : 'wait'} for migrate create; --leave-uncreated ends without them.`,
        ]
      : []),
    ...(hook.kind === 'foreign'
      ? [
          `The org's password hook ${hook.hook.id} is not the one of this deployment, by name and address: it is left alone. --keep-hook ends with it in place.`,
        ]
      : []),
  ];
  return lines.join('\n');
}

function leftLines(left: readonly Decision[], hook: FinishResult['hook'], io: Io): readonly string[] {
  const paint = painter(io);
  const isThere = hook.kind !== 'none';
  const isOff = hook.kind === 'ours' && hook.hook.status !== 'ACTIVE';
  const words = isThere
    ? 'so the password hook stays'
    : 'and Okta has no password hook of this deployment: none of them can sign in';
  return [
    paint('bold', `${people(left.length)} left, ${words}`),
    describeGroups(left),
    ...(left.some(({ action }) => action !== 'nothing')
      ? ['The same command with --yes goes on with those something can be done about.']
      : []),
    ...(isOff
      ? [
          paint(
            'yellow',
            'The password hook is INACTIVE: none of them can sign in. Run register --type password.',
          ),
        ]
      : []),
  ];
}

const MOST_GROUPS = 5;

function describeGroups(left: readonly Decision[]): string {
  const counts = new Map<string, number>();
  for (const { straggler } of left) {
    const names = straggler.planned ? straggler.planned.groups : ['(not in the plan)'];
    for (const name of names.length > 0 ? names : ['(no group)'])
      counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const sorted = [...counts].sort((a, b) => b[1] - a[1]);
  const shown = sorted.slice(0, MOST_GROUPS).map(([name, count]) => `${name} ${count.toLocaleString('en')}`);
  const rest = sorted.length > MOST_GROUPS ? `, and ${sorted.length - MOST_GROUPS} more groups` : '';
  return `By group: ${shown.join(', ')}${rest}`;
}
