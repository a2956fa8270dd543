import { foldLogin } from '../../lambda/logins/fold.ts';

/**
 * Where numbering has to go on for logins that carry numbers already. A base is the folded login with one run of
 * digits replaced by zero, as the ledger names its counters; its mark is the first number that nobody has,
 * counted from the rules' `from`, so that a single `john1980@…` does not send the next John to 1981.
 */
export class NumberMarks {
  readonly #from: number;
  readonly #taken = new Map<string, Set<number>>();

  /** `from`: the first number the rules give out. */
  constructor(from: number) {
    this.#from = from;
  }

  /** Takes note of a login that somebody has. */
  add(login: string): void {
    const fold = foldLogin(login);
    for (const { 0: digits, index } of fold.matchAll(/\d{1,9}/g)) {
      const number = Number(digits);
      if (number < this.#from) continue;
      // A padded number leaves as many zeros behind.
      const zero = digits.startsWith('0') ? '0'.repeat(digits.length) : '0';
      const base = fold.slice(0, index) + zero + fold.slice(index + digits.length);
      const taken = this.#taken.get(base);
      if (taken) taken.add(number);
      else this.#taken.set(base, new Set([number]));
    }
  }

  /** Every base whose first number is taken, with the number its counter has to stand at. */
  *marks(): Generator<{ readonly base: string; readonly next: number }> {
    for (const [base, taken] of this.#taken) {
      let next = this.#from;
      while (taken.has(next)) next += 1;
      if (next > this.#from) yield { base, next };
    }
  }
}
