import { foldLogin } from './fold.ts';
import { LedgerUnavailable, type LoginLedger, type Owner } from './ledger.ts';

/**
 * Takes back what a person was promised, because they are not to be created after all. The login is given
 * back before the promise is forgotten: a crash in between leaves nothing that the next call cannot find.
 * True when it was done, false when the ledger could not be asked.
 */
export async function withdrawPromise(
  ledger: LoginLedger,
  owner: Owner,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    const promise = await ledger.promiseOf(owner, signal);
    if (!promise) return true;
    for (const login of [promise.login, promise.previous]) {
      if (login !== undefined) await ledger.release(foldLogin(login), owner, signal);
    }
    await ledger.forget(owner, promise, signal);
    return true;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof LedgerUnavailable) return false;
    throw error;
  }
}
