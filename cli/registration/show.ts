import type { Io } from '../command.ts';
import { painter } from '../output.ts';
import type { ConsoleStep } from './console.ts';
import type { Plan, Registered } from './register.ts';

/** What would be written, before it is. */
export function describePlans(plans: readonly Plan[], io: Io): string {
  return plans.flatMap((plan) => describePlan(plan, io)).join('\n');
}

function describePlan({ type, name, action, differences, kept, lost }: Plan, io: Io): string[] {
  const paint = painter(io);
  const said = { create: 'is not in Okta: it is created', update: 'is changed', keep: 'is as wanted' }[
    action
  ];
  return [
    `${paint('bold', type)}: "${name}" ${said}`,
    ...differences.map(({ field, wanted, live = 'nothing' }) => `  ${field}: ${live} -> ${wanted}`),
    ...(action === 'update' ? kept.map((name) => `  stays: ${name}`) : []),
    ...(action === 'update' ? lost.map((name) => paint('yellow', `  is lost: ${name}`)) : []),
  ];
}

/** What Okta got back through each hook. */
export function describeRegistered(all: readonly Registered[], io: Io): string {
  return all.flatMap((one) => describeOne(one, io)).join('\n');
}

function describeOne({ type, id, secretRenewed, reached, expected, answer, reason }: Registered, io: Io) {
  const paint = painter(io);
  const renewed = secretRenewed ? ['  calls were refused, so the secret was written once more'] : [];
  if (!reached)
    return [`${paint('bold', type)}: ${id}`, ...renewed, `  ${paint('red', `not reached: ${reason}`)}`];
  const end = type === 'events' ? 'verified' : `Okta's call was answered: ${JSON.stringify(answer ?? {})}`;
  const doubt = expected
    ? []
    : [`  ${paint('yellow', 'another answer than this call should get: look at the rules')}`];
  return [`${paint('bold', type)}: ${id}`, ...renewed, `  ${paint('green', end)}`, ...doubt];
}

/** The clicks that are left. */
export function describeSteps(steps: readonly ConsoleStep[]): string {
  if (steps.length === 0) return '';
  return [
    'Left to do in the Admin Console',
    ...steps.flatMap(({ what, link }) => [`  ${what}`, `  ${link}`]),
  ].join('\n');
}
