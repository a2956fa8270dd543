import { setTimeout as sleep } from 'node:timers/promises';
import { createMix, type MixedCall, Promises, type Verdict, wrongSecret } from './mix.ts';
import type { Dependency, Target } from './target.ts';

/** A part of the run. */
interface Phase {
  readonly name: string;
  /** Its share of the whole time. */
  readonly share: number;
  /** What fails meanwhile. */
  readonly failing?: Dependency;
  /** Ten thousand wrong secrets a minute beside the mix. */
  readonly flood?: true;
  readonly misbehaving?: true;
}

const PHASES: readonly Phase[] = [
  { name: 'mixed calls', share: 0.2 },
  { name: 'slow clients and half-sent bodies', share: 0.15, misbehaving: true },
  { name: '10,000 wrong secrets a minute', share: 0.15, flood: true },
  { name: 'Okta is silent', share: 0.1, failing: 'Okta' },
  { name: 'DynamoDB is silent', share: 0.1, failing: 'DynamoDB' },
  { name: 'Secrets Manager refuses', share: 0.1, failing: 'Secrets Manager' },
  { name: 'mixed calls again', share: 0.2 },
];

/** What a phase came to. */
export interface PhaseResult {
  readonly phase: string;
  readonly seconds: number;
  readonly calls: number;
  readonly wrong: ReadonlyMap<string, number>;
  readonly unanswered: number;
  readonly degraded: number;
  readonly median: number;
  readonly slowest: number;
  /** Megabytes at its end. */
  readonly memory: number;
  /** Requests of Secrets Manager a minute; undefined where nobody counts. */
  readonly secretsAMinute: number | undefined;
  readonly note: string;
}

const FLOOD_MS = 60_000 / 10_000;

/** Puts a service under load for `seconds`, phase after phase. */
export async function* load(
  target: Target,
  { seconds, connections }: { readonly seconds: number; readonly connections: number },
): AsyncGenerator<PhaseResult> {
  const promises = new Promises();
  const possible = PHASES.filter(
    ({ failing, misbehaving }) => (!failing || target.valves[failing]) && (!misbehaving || target.misbehave),
  );
  const whole = possible.reduce((sum, { share }) => sum + share, 0);
  for (const phase of possible) {
    const phaseSeconds = Math.round((seconds * phase.share) / whole);
    const before = target.secretsAsked();
    const run = { target, connections, promises, seconds: phaseSeconds };
    const { tally, note } = await withFailure(phase, target, () => play(phase, run));
    const after = target.secretsAsked();
    const isCounted = after !== undefined && before !== undefined;
    yield {
      phase: phase.name,
      seconds: phaseSeconds,
      ...tally.result(),
      memory: Math.max(...(await target.memory())) / 2 ** 20,
      secretsAMinute: isCounted ? ((after - before) * 60) / phaseSeconds : undefined,
      note,
    };
  }
}

async function withFailure<Result>(
  { failing }: Phase,
  { valves }: Target,
  work: () => Promise<Result>,
): Promise<Result> {
  const valve = failing && valves[failing];
  valve?.set(failing === 'Secrets Manager' ? 'refusing' : 'silent');
  try {
    return await work();
  } finally {
    valve?.set('open');
  }
}

interface Run {
  readonly target: Target;
  readonly connections: number;
  readonly promises: Promises;
  readonly seconds: number;
}

async function play(phase: Phase, { target, connections, promises, seconds }: Run) {
  const until = AbortSignal.timeout(seconds * 1_000);
  const tally = new Tally();
  const next = createMix(promises);
  const ask = async (call: MixedCall) => {
    const startedAt = performance.now();
    const { status, body } = await target.send(call);
    tally.note(call.kind, call.judge(status, body), performance.now() - startedAt);
  };
  const connection = async () => {
    while (!until.aborted) await ask(next());
  };
  const misbehaving = phase.misbehaving && target.misbehave?.(until);
  await Promise.all([
    ...Array.from({ length: connections }, connection),
    ...(phase.flood ? [flood(() => ask(wrongSecret(promises)), until)] : []),
  ]);
  const misbehaved = await misbehaving;
  return { tally, note: misbehaved ? `${misbehaved.slow} slow, ${misbehaved.halved} half-sent` : '' };
}

/** Asks at a pace that no answer slows down. */
async function flood(ask: () => Promise<void>, until: AbortSignal): Promise<void> {
  const asked: Promise<void>[] = [];
  for (let at = performance.now(); !until.aborted; at += FLOOD_MS) {
    if (at > performance.now()) await sleep(at - performance.now());
    asked.push(ask());
  }
  await Promise.all(asked);
}

/** Counts what was answered. */
class Tally {
  readonly #milliseconds: number[] = [];
  readonly #wrong = new Map<string, number>();
  readonly #counts = { unanswered: 0, degraded: 0 };

  note(kind: string, verdict: Verdict, milliseconds: number): void {
    this.#milliseconds.push(milliseconds);
    if (verdict === 'right') return;
    if (verdict === 'unanswered' || verdict === 'degraded') {
      this.#counts[verdict] += 1;
      return;
    }
    const what = `${kind}: ${verdict}`;
    this.#wrong.set(what, (this.#wrong.get(what) ?? 0) + 1);
  }

  result() {
    const sorted = this.#milliseconds.sort((a, b) => a - b);
    return {
      calls: sorted.length,
      wrong: this.#wrong,
      ...this.#counts,
      median: sorted[Math.floor(sorted.length / 2)] ?? 0,
      slowest: sorted.at(-1) ?? 0,
    };
  }
}
