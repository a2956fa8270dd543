import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { OktaCallOptions, OktaClient } from '../../lambda/platform/okta-client.ts';
import { playCanary } from '../../lambda/registration/canary.ts';
import {
  listEventHooks,
  READ_EVENT_HOOKS,
  type WantedEventHook,
} from '../../lambda/registration/event-hooks.ts';
import { MANAGE_INLINE_HOOKS, READ_INLINE_HOOKS } from '../../lambda/registration/inline-hooks.ts';
import { type LiveHook, readLiveHook } from '../../lambda/registration/live-hook.ts';
import type { InlineHookKind, WantedHook } from '../../lambda/registration/wanted-hook.ts';
import { CommandError, type Io } from '../command.ts';
import type { Deployment } from '../deployment.ts';
import { askingOkta, checkCredentials, oktaOf } from '../okta.ts';
import { clockSkewOf } from './clock-skew.ts';
import { type Evidence, namesakes, type Reading, registerLine } from './evidence.ts';
import { type RetiredHook, requireSameOrg } from './retired.ts';
import { certificateOf } from './shown-certificate.ts';
import { readLog } from './system-log.ts';
import { undeployedHooks } from './undeployed.ts';
import { readUnknowns } from './unknowns.ts';

/** The deployment as the doctor wants to find it in Okta. */
export interface Patient {
  readonly deployment: Deployment;
  readonly wanted: readonly WantedHook[];
  /** The password hook, when a final sheet says that it is gone on purpose. */
  readonly retired: RetiredHook | undefined;
  readonly wantedEventHook: WantedEventHook | undefined;
  /** One more certificate to trust (PEM). */
  readonly ca: string | undefined;
}

const READ_LOGS = 'okta.logs.read';
/** What a service app needs for everything the doctor looks at. */
export const DOCTOR_SCOPES = [READ_INLINE_HOOKS, MANAGE_INLINE_HOOKS, READ_EVENT_HOOKS, READ_LOGS];

const DAY_MS = 24 * 60 * 60_000;
const PATIENCE_MS = 60_000;
const UNKNOWNS = path.join(import.meta.dirname, '../../docs/unknowns.md');

/**
 * Reads everything that the checks look at; changes nothing. Each kind of thing is asked for with the one scope it
 * needs, so that a missing one hides nothing else.
 *
 * @throws CommandError when no org is named, a final sheet is about another, or nothing at all can be read of it
 */
export async function gather(patient: Patient, io: Io): Promise<Evidence> {
  const { deployment, wanted, retired, wantedEventHook, ca } = patient;
  const now = io.clock.now();
  const { baseUrl } = await oktaOf(deployment, io, []);
  if (retired) requireSameOrg(retired, baseUrl);
  const org = { deployment, io };
  const [inlineHooks, eventHooks, log, clockSkew, certificates, unknowns] = await Promise.all([
    asking(org, READ_INLINE_HOOKS, listInlineHooks),
    asking(org, READ_EVENT_HOOKS, listEventHooks),
    asking(org, READ_LOGS, (client, call) => readLog(client, { since: now - DAY_MS, now }, call)),
    read(() => askingOkta([], () => clockSkewOf(baseUrl, io.clock.now, io.signal))),
    ofEach(wanted, ({ uri }) => read(() => certificateOf(uri, ca, io.signal))),
    readFile(UNKNOWNS, 'utf8').then(readUnknowns),
  ]);
  throwIfNothingWasRead([inlineHooks, eventHooks, log]);
  const canaries = await ofEach(wanted, (hook) => canaryOf(hook, inlineHooks.value ?? [], org));
  const undeployed = undeployedHooks(deployment).filter(({ kind }) => kind !== 'password' || !retired);
  const at = { file: deployment.file, now, wanted, retired, undeployed, wantedEventHook };
  return { ...at, inlineHooks, eventHooks, log, clockSkew, certificates, canaries, unknowns };
}

/** One line instead of twenty: a wrong address or token is the same for all of them. */
function throwIfNothingWasRead(readings: readonly Reading<unknown>[]): void {
  const problems = readings.flatMap(({ problem }) => problem ?? []);
  const [first] = problems;
  if (!first || problems.length < readings.length || problems.some(({ what }) => what !== first.what)) return;
  const isSameForAll = problems.every(({ next }) => next === first.next);
  throw new CommandError(first.what, {
    ...(isSameForAll && first.where !== undefined && { where: first.where }),
    next: isSameForAll ? first.next : checkCredentials(DOCTOR_SCOPES),
  });
}

/** Whose org is asked, and as whom. */
interface Org {
  readonly deployment: Deployment;
  readonly io: Io;
}

type ByKind<Value> = Partial<Record<InlineHookKind, Value>>;

async function ofEach<Value>(
  wanted: readonly WantedHook[],
  look: (hook: WantedHook) => Promise<Value | undefined>,
): Promise<ByKind<Value>> {
  const found = await Promise.all(wanted.map(async (hook) => [hook.kind, await look(hook)] as const));
  return Object.fromEntries(found.filter(([, value]) => value !== undefined));
}

async function canaryOf(
  hook: WantedHook,
  live: readonly LiveHook[],
  org: Org,
): Promise<Reading<string> | undefined> {
  const target = namesakes(hook, live)[0];
  if (target?.status !== 'ACTIVE') return undefined;
  return asking(org, MANAGE_INLINE_HOOKS, async (client, call) => {
    const result = await playCanary(client, { id: target.id, kind: hook.kind }, call);
    if (result.kind === 'answered' && result.expected) return 'Okta got the expected answer';
    if (result.kind === 'answered') {
      throw new CommandError('Okta got an answer that is not the one to such a call', {
        next: 'look whether the URL is that of this deployment',
      });
    }
    const { errorSummary, errorCauses } = result.error;
    throw new CommandError(['Okta got no answer', errorSummary, ...errorCauses].filter(Boolean).join(': '), {
      next: `look into the log of the function; if it was refused, ${registerLine(org.deployment, hook.kind)}`,
    });
  });
}

/** Asks the org with one scope; what goes wrong becomes part of the evidence. */
function asking<Value>(
  { deployment, io }: Org,
  scope: string,
  work: (client: OktaClient, call: OktaCallOptions) => Promise<Value>,
): Promise<Reading<Value>> {
  return read(async () => {
    const { client } = await oktaOf(deployment, io, [scope]);
    return askingOkta([scope], () => work(client, { signal: io.signal, patienceMs: PATIENCE_MS }));
  });
}

async function read<Value>(work: () => Promise<Value>): Promise<Reading<Value>> {
  try {
    return { value: await work() };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    const { message: what, next = 'try again', where } = error;
    return { problem: { what, next, ...(where !== undefined && { where }) } };
  }
}

async function listInlineHooks(client: OktaClient, call: OktaCallOptions): Promise<readonly LiveHook[]> {
  const found: unknown[] = [];
  for await (const { items } of client.pages('/api/v1/inlineHooks', call)) found.push(...items);
  return found.map(readLiveHook);
}
