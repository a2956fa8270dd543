import * as apps from './handlers/apps.ts';
import { authenticate } from './handlers/authn.ts';
import { createUser } from './handlers/create-user.ts';
import * as eventHooks from './handlers/event-hooks.ts';
import * as groups from './handlers/groups.ts';
import type { Handler } from './handlers/handler.ts';
import * as inlineHooks from './handlers/inline-hooks.ts';
import { listLogs } from './handlers/logs.ts';
import * as users from './handlers/users.ts';

/** One operation of the API. */
export interface Route {
  readonly method: string;
  /** As Okta's description writes it, such as `/api/v1/users/{id}`. */
  readonly path: string;
  /** What an access token needs; undefined: nobody has to say who they are. */
  readonly scope: string | undefined;
  readonly handle: Handler;
}

/** A route that needs a token: `….read` to read, `….manage` for everything else. */
const needs =
  (scope: string) =>
  (line: string, handle: Handler): Route => {
    const made = open(line, handle);
    return { ...made, scope: `${scope}.${made.method === 'GET' ? 'read' : 'manage'}` };
  };

const open = (line: string, handle: Handler): Route => {
  const [method = '', path = ''] = line.split(' ');
  return { method, path, scope: undefined, handle };
};

const user = needs('okta.users');
const group = needs('okta.groups');
const app = needs('okta.apps');
const inlineHook = needs('okta.inlineHooks');
const eventHook = needs('okta.eventHooks');
const log = needs('okta.logs');

const INLINE = '/api/v1/inlineHooks/{inlineHookId}';
const EVENT = '/api/v1/eventHooks/{eventHookId}';

/** Everything the stand-in answers. */
export const ROUTES: readonly Route[] = [
  user('GET /api/v1/users', users.listUsers),
  user('POST /api/v1/users', createUser),
  user('GET /api/v1/users/{id}', users.getUser),
  user('POST /api/v1/users/{id}', users.updateUser),
  user('DELETE /api/v1/users/{id}', users.deleteUser),
  user('POST /api/v1/users/{id}/lifecycle/activate', users.activateUser),
  user('POST /api/v1/users/{id}/lifecycle/reactivate', users.reactivateUser),
  user('POST /api/v1/users/{id}/lifecycle/deactivate', users.deactivateUser),
  user('POST /api/v1/users/{id}/lifecycle/suspend', users.setSuspended('suspend')),
  user('POST /api/v1/users/{id}/lifecycle/unsuspend', users.setSuspended('unsuspend')),
  user('POST /api/v1/users/{id}/lifecycle/reset_password', users.resetPassword),

  group('GET /api/v1/groups', groups.listGroups),
  group('POST /api/v1/groups', groups.addGroup),
  group('GET /api/v1/groups/{groupId}', groups.getGroup),
  group('GET /api/v1/groups/{groupId}/users', groups.listGroupUsers),
  group('PUT /api/v1/groups/{groupId}/users/{userId}', groups.assignUserToGroup),
  group('DELETE /api/v1/groups/{groupId}/users/{userId}', groups.unassignUserFromGroup),

  app('GET /api/v1/apps', apps.listApps),
  app('GET /api/v1/apps/{appId}', apps.getApp),
  app('GET /api/v1/apps/{appId}/users', apps.listAppUsers),
  app('POST /api/v1/apps/{appId}/users', apps.assignAppUser),
  app('GET /api/v1/apps/{appId}/users/{userId}', apps.getAppUser),
  app('DELETE /api/v1/apps/{appId}/users/{userId}', apps.unassignAppUser),

  inlineHook('GET /api/v1/inlineHooks', inlineHooks.listInlineHooks),
  inlineHook('POST /api/v1/inlineHooks', inlineHooks.createInlineHook),
  inlineHook(`GET ${INLINE}`, inlineHooks.getInlineHook),
  inlineHook(`POST ${INLINE}`, inlineHooks.updateInlineHook),
  inlineHook(`PUT ${INLINE}`, inlineHooks.replaceInlineHook),
  inlineHook(`DELETE ${INLINE}`, inlineHooks.deleteInlineHook),
  inlineHook(`POST ${INLINE}/execute`, inlineHooks.executeInlineHook),
  inlineHook(`POST ${INLINE}/lifecycle/activate`, inlineHooks.setInlineHookStatus('ACTIVE')),
  inlineHook(`POST ${INLINE}/lifecycle/deactivate`, inlineHooks.setInlineHookStatus('INACTIVE')),

  eventHook('GET /api/v1/eventHooks', eventHooks.listEventHooks),
  eventHook('POST /api/v1/eventHooks', eventHooks.createEventHook),
  eventHook(`GET ${EVENT}`, eventHooks.getEventHook),
  eventHook(`PUT ${EVENT}`, eventHooks.replaceEventHook),
  eventHook(`DELETE ${EVENT}`, eventHooks.deleteEventHook),
  eventHook(`POST ${EVENT}/lifecycle/verify`, eventHooks.verifyEventHook),
  eventHook(`POST ${EVENT}/lifecycle/activate`, eventHooks.setEventHookStatus('ACTIVE')),
  eventHook(`POST ${EVENT}/lifecycle/deactivate`, eventHooks.setEventHookStatus('INACTIVE')),

  log('GET /api/v1/logs', listLogs),

  open('POST /api/v1/authn', authenticate),
  open('POST /oauth2/v1/token', ({ tokens }, { request }) => tokens.issue(request)),
];
