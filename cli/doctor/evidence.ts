import type { WantedEventHook } from '../../lambda/registration/event-hooks.ts';
import type { LiveEventHook } from '../../lambda/registration/live-event-hook.ts';
import type { LiveHook } from '../../lambda/registration/live-hook.ts';
import type { InlineHookKind, WantedHook } from '../../lambda/registration/wanted-hook.ts';
import type { RetiredHook } from './retired.ts';
import type { LogRecord } from './system-log.ts';
import type { UndeployedHook } from './undeployed.ts';

/** What was read, or why it could not be. */
export type Reading<Value> =
  | { readonly value: Value; readonly problem?: undefined }
  | { readonly value?: undefined; readonly problem: Problem };

/** Why something could not be read: what is wrong, and what to do. */
export interface Problem {
  readonly what: string;
  readonly next: string;
  /** The address that is about, where one is. */
  readonly where?: string;
}

/** What Okta wrote into its System Log about imports and hooks. */
export interface LogReading {
  /** Milliseconds since the epoch: everything from here on was read. */
  readonly since: number;
  /** In the order in which it happened. */
  readonly records: readonly LogRecord[];
}

/** The certificate that a hook's address shows. */
export interface ShownCertificate {
  /** Milliseconds since the epoch. */
  readonly validFrom: number;
  readonly validTo: number;
}

/** Everything the checks look at: gathered once, then judged. */
export interface Evidence {
  /** The outputs file, for the commands that a finding proposes. */
  readonly file: string;
  /** Milliseconds since the epoch, by this machine's clock. */
  readonly now: number;
  readonly wanted: readonly WantedHook[];
  /** The password hook where it is gone on purpose, and not wanted any more. */
  readonly retired: RetiredHook | undefined;
  /** Hooks that the deployment does not have; without the password hook where that is retired. */
  readonly undeployed: readonly UndeployedHook[];
  /** Undefined: this deployment has none. */
  readonly wantedEventHook: WantedEventHook | undefined;
  readonly inlineHooks: Reading<readonly LiveHook[]>;
  readonly eventHooks: Reading<readonly LiveEventHook[]>;
  readonly log: Reading<LogReading>;
  /** How far Okta's clock is ahead of this machine's, in milliseconds. */
  readonly clockSkew: Reading<number>;
  readonly certificates: Readonly<Partial<Record<InlineHookKind, Reading<ShownCertificate>>>>;
  /** What Okta got back for a call that changes nothing; absent where there is no active hook to play it to. */
  readonly canaries: Readonly<Partial<Record<InlineHookKind, Reading<string>>>>;
  readonly unknowns: readonly Unknown[];
}

/** A question of `docs/unknowns.md`. */
export interface Unknown {
  /** Its heading, number included. */
  readonly title: string;
  /** Whether the document has its result. */
  readonly tested: boolean;
}

/** The live hooks that are meant by a wanted one: same name, same type. */
export function namesakes(hook: WantedHook, live: readonly LiveHook[]): readonly LiveHook[] {
  return live.filter(({ name, type }) => name === hook.name && type === hook.type);
}

/** The instruction to run the command that puts right what differs. */
export const registerLine = ({ file }: Pick<Evidence, 'file'>, type: string): string =>
  `run npm run hooks -- register --outputs ${file} --type ${type}`;
