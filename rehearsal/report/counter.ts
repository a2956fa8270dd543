import type { Count } from '../../report/charts.ts';

/** Counts names; beyond a thousand they are texts with values in them, which count as one. */
export class Counter {
  readonly #counts = new Map<string, number>();

  /** Counts one more, and returns the name under which it did. */
  count(name: string): string {
    const key = this.#counts.has(name) || this.#counts.size < 1_000 ? name : 'others';
    this.#counts.set(key, this.of(key) + 1);
    return key;
  }

  of(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  ranked(): Count[] {
    const counts = [...this.#counts].map(([name, count]) => ({ name, count }));
    return counts.sort((a, b) => b.count - a.count);
  }
}
