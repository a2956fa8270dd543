import {
  ROTATION_STEPS,
  type RotationOptions,
  type RotationStep,
  revokePrevious,
  rotationStep,
  SETTLE_MS,
  SPREAD_MS,
  undoRotation,
  versionToRotateTo,
  versionUnderWay,
} from '../../lambda/registration/rotation.ts';

/** How one hook is rotated. */
export interface RotationRun {
  readonly type: string;
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Whether the old secret ends at once. */
  readonly revoke: boolean;
  /** Tells people what is about to happen, one line at a time. */
  readonly say: (line: string) => unknown;
}

/** What was done about one hook. */
export interface RotatedHook {
  readonly type: string;
  readonly action: 'rotated' | 'undone' | 'none was under way';
  /** True when an earlier rotation was finished. */
  readonly resumed?: boolean;
  readonly revoked?: boolean;
}

const WORDS: Readonly<Record<RotationStep, string>> = {
  createSecret: 'a new secret, which the service accepts beside the old one',
  setSecret: `in ${SPREAD_MS / 1000} s, when every process knows it, Okta gets it`,
  testSecret: 'Okta calls the service with it',
  finishSecret: `in ${SETTLE_MS / 1000} s, when no call is under way with the old one, it is the current one`,
};

/** Okta calls event hooks when something happens, and not on request. */
const VERIFIES = 'Okta verifies the address; that the secret is the right one shows with the next event';

/** Rotates the secret of one hook, or goes on with a rotation that was stopped. Throws what the steps throw. */
export async function rotateHook(options: RotationOptions, run: RotationRun): Promise<RotatedHook> {
  const { type, signal, now, revoke, say } = run;
  const { version, resumed } = await versionToRotateTo(options.secret, { now, signal });
  say(`${type} hook${resumed ? ': going on with the rotation that was stopped' : ''}`);
  for (const [index, step] of ROTATION_STEPS.entries()) {
    say(`  ${index + 1}. ${type === 'events' && step === 'testSecret' ? VERIFIES : WORDS[step]}`);
    await rotationStep(step, options, version, signal);
  }
  const revoked = revoke && (await revokePrevious(options.secret, signal));
  const end = revoked ? 'The old one is revoked: within five minutes no process takes it.' : OLD_COUNTS;
  say(`  Done. ${end}`);
  return { type, action: 'rotated', resumed, revoked };
}

const OLD_COUNTS = 'The old one is accepted for 15 minutes more.';

/** Takes the stopped rotation of one hook back, if there is one. */
export async function undoHook(
  options: RotationOptions,
  { type, signal, say }: RotationRun,
): Promise<RotatedHook> {
  if ((await versionUnderWay(options.secret, signal)) === undefined) {
    say(`${type} hook: no rotation is under way`);
    return { type, action: 'none was under way' };
  }
  say(`${type} hook: Okta gets the current secret again, calls the service, and the pending one ends`);
  await undoRotation(options, signal);
  say('  Done.');
  return { type, action: 'undone' };
}
