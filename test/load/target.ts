import type { MixedCall } from './mix.ts';
import type { Valve } from './valve.ts';

/** The systems that the service asks, and that can fail. */
export type Dependency = 'Okta' | 'DynamoDB' | 'Secrets Manager';

/** A service under load. */
export interface Target {
  readonly name: string;
  /** Sends a call, and what was answered. */
  send(call: MixedCall): Promise<{ readonly status: number; readonly body: unknown }>;
  /** What can be made to fail here. */
  readonly valves: Readonly<Partial<Record<Dependency, Valve>>>;
  /** Requests that Secrets Manager got so far; undefined where nobody counts. */
  readonly secretsAsked: () => number | undefined;
  /** Bytes on the heap of each of the service's processes, after a full collection. */
  memory(): Promise<readonly number[]>;
  /** Everything it has printed. */
  readonly output: () => string;
  /** Connections that misbehave, where there are connections: slow ones, and some that stop in the middle. */
  readonly misbehave?: (signal: AbortSignal) => Promise<{ readonly slow: number; readonly halved: number }>;
  close(): Promise<void>;
}
