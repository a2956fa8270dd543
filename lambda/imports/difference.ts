import { isDeepStrictEqual } from 'node:util';
import type { ImportCommand, ProfileChanges } from '../contract/commands.ts';
import type { Draft } from './draft.ts';
import type { Situation } from './situation.ts';

type ProfileName = 'user' | 'appUser';

/**
 * The commands that turn what Okta sent into the draft, in Okta's documented order: app profile, Okta
 * profile, action, user id. Nothing changed, no commands; contradictory commands cannot be written.
 */
export function commandsOf(draft: Draft, situation: Situation): ImportCommand[] {
  const commands: ImportCommand[] = [];
  const appUser = changesOf('appUser', draft, situation);
  if (appUser) commands.push({ type: 'com.okta.appUser.profile.update', value: appUser });
  const user = changesOf('user', draft, situation);
  if (user) commands.push({ type: 'com.okta.user.profile.update', value: user });
  return [...commands, ...actionCommands(draft, situation)];
}

function changesOf(profile: ProfileName, draft: Draft, situation: Situation): ProfileChanges | undefined {
  const sent = situation.sent[profile];
  const changes = draft.written
    .filter(({ path, value }) => path.profile === profile && !isSent(sent, path.attribute, value))
    .map(({ path, value }) => [path.attribute, value]);
  return changes.length > 0 ? Object.fromEntries(changes) : undefined;
}

function isSent(sent: Readonly<Record<string, unknown>>, attribute: string, value: unknown): boolean {
  const before = Object.hasOwn(sent, attribute) ? (sent[attribute] ?? null) : null;
  return isDeepStrictEqual(before, value ?? null);
}

// LINK_USER is never sent without the id it needs, also when only the id changed.
function actionCommands({ action, linkId }: Draft, { sent }: Situation): ImportCommand[] {
  if (action === 'CREATE_USER') {
    return sent.action === action ? [] : [{ type: 'com.okta.action.update', value: { result: action } }];
  }
  if (linkId === undefined || (sent.action === action && sent.userId === linkId)) return [];
  return [
    { type: 'com.okta.action.update', value: { result: action } },
    { type: 'com.okta.user.update', value: { id: linkId } },
  ];
}
