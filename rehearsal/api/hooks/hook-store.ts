import { notFound, stillActive } from '../api-error.ts';
import { oktaId } from '../okta-id.ts';

/** What every registered hook has; times in milliseconds since the epoch. */
export interface RegisteredHook {
  readonly id: string;
  readonly status: 'ACTIVE' | 'INACTIVE';
  readonly created: number;
  readonly lastUpdated: number;
}

/** How the hooks of a kind are called. */
interface HookKind {
  /** Begins their ids. */
  readonly prefix: 'cal' | 'who';
  /** Okta's name, such as `InlineHook`. */
  readonly name: string;
}

/** The hooks of one kind that an org has, in the order of their registration. */
export class HookStore<Hook extends RegisteredHook> {
  readonly #kind: HookKind;
  readonly #clock: () => number;
  readonly #hooks = new Map<string, Hook>();

  constructor(kind: HookKind, clock: () => number) {
    this.#kind = kind;
    this.#clock = clock;
  }

  /** Registers a hook, ACTIVE from the start; `make` adds to it what is its own. */
  protected register(make: (common: RegisteredHook) => Hook): Hook {
    const now = this.#clock();
    const hook = make({ id: oktaId(this.#kind.prefix), status: 'ACTIVE', created: now, lastUpdated: now });
    this.#hooks.set(hook.id, hook);
    return hook;
  }

  all(): Hook[] {
    return [...this.#hooks.values()];
  }

  /** @throws ApiError 404 */
  get(id: string): Hook {
    const hook = this.#hooks.get(id);
    if (!hook) throw notFound(id, this.#kind.name);
    return hook;
  }

  /** @throws ApiError 404 */
  change(id: string, changes: Partial<Hook>): Hook {
    const changed = { ...this.get(id), ...changes, lastUpdated: this.#clock() };
    this.#hooks.set(id, changed);
    return changed;
  }

  /** @throws ApiError 404, and 403 as long as the hook is active */
  delete(id: string): void {
    if (this.get(id).status === 'ACTIVE') throw stillActive();
    this.#hooks.delete(id);
  }
}
