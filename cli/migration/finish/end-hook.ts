import type { FinishEntry } from './finished.ts';
import { lookForHook, removeHook, restoreHook } from './hook.ts';
import { type Facts, isWaitingForCreate, leftIn } from './result.ts';
import { lookAround, type Situation } from './situation.ts';

/** Takes the hook away if nobody is left, and gives it back if somebody is. */
export async function endHook(facts: Facts, append: (entry: FinishEntry) => Promise<void>) {
  const { world, options, ledger, hook, situation } = facts;
  const { looking, deployment, io } = world;
  const unchanged = { hook, situation, appeared: 0, removed: false };
  const record = async (did: 'deactivated' | 'activated' | 'deleted', id: string) => {
    const entry: FinishEntry = { step: 'hook', id, at: io.clock.now(), did };
    await append(entry);
    ledger.add(entry);
  };
  const wasSwitchedOff = ledger.hook?.did === 'deactivated';
  // it was deleted, and a crash came before that was written down
  if (hook.kind === 'none' && wasSwitchedOff && ledger.hook) await record('deleted', ledger.hook.id);
  if (hook.kind !== 'ours') return unchanged;
  const { client } = looking;
  const { id } = hook.hook;
  const again = async () => ({ ...unchanged, hook: await lookForHook(client, deployment, io.signal) });
  if (leftIn(situation, options.policy) > 0 || isWaitingForCreate(facts) || options.keepHook) {
    if (hook.hook.status === 'ACTIVE' || !wasSwitchedOff) return unchanged;
    await restoreHook({ client, id, record: (did) => record(did, id) });
    return again();
  }
  let last = situation;
  const appeared = await removeHook({
    client,
    id,
    record: (did) => record(did, id),
    countLeft: async () => {
      last = await lookAround(looking, ledger, io);
      const meant = options.policy.unknown === 'ignore' ? newcomers(last, situation) : 0;
      return meant + leftIn(last, options.policy);
    },
  });
  return { ...(await again()), situation: last, appeared, removed: appeared === 0 };
}

/** Whoever was said not to need the hook was there before; who has come since was not meant. */
function newcomers(now: Situation, before: Situation): number {
  const known = new Set(before.stragglers.map(({ id }) => id));
  return now.stragglers.filter(({ id, kind }) => kind === 'unknown' && !known.has(id)).length;
}
