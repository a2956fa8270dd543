import { randomUUID } from 'node:crypto';
import { newHookSecret, type SecretVersions } from './secret-versions.ts';

/** One hook as Okta has it, as far as its secret is concerned. */
export interface HookInOkta {
  /** Rejects unless Okta lets us change the hook, and it is there as it should be; changes nothing. */
  check(signal: AbortSignal): Promise<void>;
  /** Makes Okta send this value from now on. The same value once more changes nothing. */
  useSecret(secret: string, signal: AbortSignal): Promise<void>;
  /** Lets Okta call the service with what it holds; rejects unless the service let it in and answered. */
  prove(signal: AbortSignal): Promise<void>;
}

/** What a rotation works on. */
export interface RotationOptions {
  readonly secret: SecretVersions;
  readonly okta: HookInOkta;
  /** Waits until then, or rejects when the signal aborts. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
}

/** The steps, in their order and by the names Secrets Manager gives them. */
export const ROTATION_STEPS = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] as const;
export type RotationStep = (typeof ROTATION_STEPS)[number];

/** Why a step cannot be done; what to do about it is in the message. */
export class RotationRefused extends Error {
  override readonly name = 'RotationRefused';
  readonly code = 'ERR_ROTATION_REFUSED';
}

/**
 * How long after the new version was made Okta is told: each process of the service looks for versions that it
 * does not know every 30 seconds, so by then all of them find it.
 */
export const SPREAD_MS = 35_000;
/** How long a call that left Okta with the old value may be under way: three seconds, and one retry. */
export const SETTLE_MS = 10_000;
/** A pending version of this age may leave the previous value too little of its 15 minutes. */
const OLD_MS = 5 * 60_000;

type Work = (options: RotationOptions, version: string, signal: AbortSignal) => Promise<void>;

/**
 * Does one step of the rotation to a version. Every step can be repeated, also by somebody else after a crash in
 * it; after the last one all of them do nothing. Between any two, calls with the value Okta had and with the one it
 * gets are both answered.
 *
 * @throws RotationRefused when the version is not the one that is pending
 * @throws SecretNotChangeable when Secrets Manager refuses or does not answer, and what `okta` throws
 */
export async function rotationStep(
  step: RotationStep,
  options: RotationOptions,
  version: string,
  signal: AbortSignal,
): Promise<void> {
  const { AWSCURRENT: current } = await options.secret.stages(signal);
  if (current !== version) await STEPS[step](options, version, signal);
}

const STEPS: Readonly<Record<RotationStep, Work>> = {
  async createSecret({ secret, okta }, version, signal) {
    if (await secret.read(version, 'AWSPENDING', signal)) return;
    const other = await versionUnderWay(secret, signal);
    if (other !== undefined && other !== version) {
      throw new RotationRefused('another rotation is under way: finish or undo that one first');
    }
    await okta.check(signal);
    await secret.putPending(version, newHookSecret(), signal);
  },
  async setSecret({ secret, okta, sleep }, version, signal) {
    await pendingValue(secret, version, signal);
    await sleep(SPREAD_MS, signal);
    // Read again after the pause: a value that lost its stage meanwhile would be refused.
    await okta.useSecret(await pendingValue(secret, version, signal), signal);
  },
  async testSecret({ secret, okta }, version, signal) {
    // Without its value: to try a new schedule that does not rotate at once, Secrets Manager runs this step alone, on an
    // AWSPENDING version that it makes and removes (AWS API reference, RotateSecret, RotateImmediately).
    await requirePending(secret, version, signal);
    await okta.prove(signal);
  },
  async finishSecret({ secret, sleep }, version, signal) {
    await pendingValue(secret, version, signal);
    await sleep(SETTLE_MS, signal);
    const { AWSCURRENT: current } = await secret.stages(signal);
    // AWSPENDING stays where it is: a process that reads the stages one by one always finds the version. A rotation may
    // end so (AWS API reference, RotateSecret); only AWSPENDING on another version counts as one under way.
    if (current !== version) await secret.move('AWSCURRENT', current, version, signal);
  },
};

/** The version of the rotation that was begun and not finished. */
export async function versionUnderWay(
  secret: SecretVersions,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { AWSPENDING: pending, AWSCURRENT: current } = await secret.stages(signal);
  return pending === current ? undefined : pending;
}

/**
 * The version to rotate to: the one under way, so that Okta's value never loses its stage, else a new one. What was
 * begun long ago goes on as a new version with the same value, because the previous value counts for 15 minutes
 * after the current version was made.
 */
export async function versionToRotateTo(
  secret: SecretVersions,
  { now, signal }: { readonly now: number; readonly signal: AbortSignal },
): Promise<{ readonly version: string; readonly resumed: boolean }> {
  const underWay = await versionUnderWay(secret, signal);
  if (underWay === undefined) return { version: randomUUID(), resumed: false };
  const read = await secret.read(underWay, 'AWSPENDING', signal);
  const isRecent = read?.createdAt !== undefined && now - read.createdAt < OLD_MS;
  if (isRecent) return { version: underWay, resumed: true };
  const version = randomUUID();
  await secret.putPending(version, read?.value ?? newHookSecret(), signal);
  return { version, resumed: true };
}

/**
 * Takes back a rotation that is not finished: Okta gets the current value again and is seen to use it before the
 * pending one stops counting. Can be repeated.
 *
 * @throws RotationRefused when no rotation is under way
 */
export async function undoRotation(
  { secret, okta, sleep }: RotationOptions,
  signal: AbortSignal,
): Promise<void> {
  const { AWSPENDING: pending, AWSCURRENT: current } = await secret.stages(signal);
  if (pending === undefined || pending === current) throw new RotationRefused('no rotation is under way');
  const version = current && (await secret.read(current, 'AWSCURRENT', signal));
  if (!version) throw new RotationRefused('the secret has no current value to go back to');
  await okta.useSecret(version.value, signal);
  await okta.prove(signal);
  await sleep(SETTLE_MS, signal);
  await secret.move('AWSPENDING', pending, undefined, signal);
}

/** Ends the previous value, which else counts for 15 minutes; false when there is none. */
export async function revokePrevious(secret: SecretVersions, signal: AbortSignal): Promise<boolean> {
  const { AWSPREVIOUS: previous } = await secret.stages(signal);
  if (previous === undefined) return false;
  await secret.move('AWSPREVIOUS', previous, undefined, signal);
  return true;
}

async function pendingValue(secret: SecretVersions, version: string, signal: AbortSignal): Promise<string> {
  await requirePending(secret, version, signal);
  const read = await secret.read(version, 'AWSPENDING', signal);
  if (read) return read.value;
  throw new RotationRefused('the pending version has no value: begin with createSecret');
}

async function requirePending(secret: SecretVersions, version: string, signal: AbortSignal): Promise<void> {
  const { AWSPENDING: pending } = await secret.stages(signal);
  if (pending === version) return;
  throw new RotationRefused('this version is not pending: somebody else has rotated or undone it');
}
