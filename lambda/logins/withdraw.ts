import { foldLogin } from './fold.ts';
import { LedgerUnavailable, type LoginLedger, type LoginPromise, MOST_TURNS, type Owner } from './ledger.ts';

/**
 * Takes back what a person was promised, because they are not to be created after all. The login is given
 * back before the promise is forgotten: a crash in between leaves nothing that the next call cannot find.
 * A promise that another call goes on with meanwhile is taken back all the same; another promise is that call's own.
 * True when it was done, false when the ledger could not be asked.
 */
export async function withdrawPromise(
  ledger: LoginLedger,
  owner: Owner,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    let promise = await ledger.promiseOf(owner, signal);
    for (let turn = 0; turn < MOST_TURNS; turn++) {
      if (!promise || (await takeBack(promise, ledger, owner, signal))) return true;
      const { id } = promise;
      promise = await ledger.promiseOf(owner, signal);
      if (promise?.id !== id) return true;
    }
    return false;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof LedgerUnavailable) return false;
    throw error;
  }
}

/** False: it was not this promise any more. */
async function takeBack(promise: LoginPromise, ledger: LoginLedger, owner: Owner, signal: AbortSignal) {
  const { login, id, previous, previousId } = promise;
  await ledger.release(foldLogin(login), { ...owner, promiseId: id }, signal);
  if (previous !== undefined)
    await ledger.release(foldLogin(previous), { ...owner, promiseId: previousId }, signal);
  return ledger.forget(owner, promise, signal);
}
