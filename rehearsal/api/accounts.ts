import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { OktaPasswordHash } from '../../lambda/passwords/hashes/okta-hash.ts';

/** What a sign-in is checked against. */
export type Credential =
  | { readonly kind: 'none' }
  /** The password hook is asked. */
  | { readonly kind: 'hook' }
  /** Imported with the user. */
  | { readonly kind: 'hash'; readonly hash: OktaPasswordHash }
  /** Okta's own by now. */
  | { readonly kind: 'password'; readonly digest: Buffer };

/** What the API keeps of a person beside the directory; times in milliseconds since the epoch. */
export interface Account {
  readonly created: number;
  readonly lastUpdated: number;
  readonly activated?: number;
  readonly statusChanged?: number;
  readonly lastLogin?: number;
  readonly passwordChanged?: number;
  readonly credential: Credential;
}

/** `IMPORT` until Okta has a password of its own, also for people whose hash was imported. */
export function providerOf({ credential }: Account): 'IMPORT' | 'OKTA' {
  return credential.kind === 'hook' || credential.kind === 'hash' ? 'IMPORT' : 'OKTA';
}

/** The accounts of an org's people; who came with the directory has had one since the org began. */
export class Accounts {
  readonly #clock: () => number;
  readonly #began: number;
  readonly #accounts = new Map<string, Account>();
  /** Passwords are kept as digests that mean nothing outside this process. */
  readonly #key = randomBytes(32);

  constructor(clock: () => number) {
    this.#clock = clock;
    this.#began = clock();
  }

  of(id: string): Account {
    const at = this.#began;
    return (
      this.#accounts.get(id) ?? { created: at, lastUpdated: at, activated: at, credential: { kind: 'none' } }
    );
  }

  open(id: string, credential: Credential, { isActive }: { readonly isActive: boolean }): void {
    const now = this.#clock();
    this.#accounts.set(id, {
      created: now,
      lastUpdated: now,
      ...(isActive && { activated: now, statusChanged: now }),
      ...(credential.kind !== 'none' && { passwordChanged: now }),
      credential,
    });
  }

  /** Notes changes, which happened now. */
  change(id: string, changes: (now: number) => Partial<Account>): void {
    const now = this.#clock();
    this.#accounts.set(id, { ...this.of(id), lastUpdated: now, ...changes(now) });
  }

  close(id: string): void {
    this.#accounts.delete(id);
  }

  /** A password as a credential of Okta's own. */
  keep(password: string): Credential {
    return { kind: 'password', digest: this.#digestOf(password) };
  }

  /** Whether this is the password that was kept. */
  isKept(password: string, digest: Buffer): boolean {
    return timingSafeEqual(this.#digestOf(password), digest);
  }

  #digestOf(password: string): Buffer {
    return createHmac('sha256', this.#key).update(password).digest();
  }
}
