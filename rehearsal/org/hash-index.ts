const EMPTY = 0;
const GONE = -1;
const SMALLEST = 1024;
const FULL = 0.75;

/**
 * Finds numbered items by a key without keeping the keys: 5 to 11 bytes an item, where a `Map` of texts takes a
 * hundred, so that an org of a million people can be asked in many ways. Items with one key form a chain.
 */
export class HashIndex {
  readonly #keyOf: (item: number) => string | undefined;
  /** Open addressing: the newest item of a key, counted from 1. */
  #slots = new Int32Array(SMALLEST);
  /** By item: the item of the same key before it, counted from 1; as long as needed. */
  #older = new Int32Array(0);
  #used = 0;

  /** `keyOf` says under which key an item is found, as long as it is in the index; undefined: under none. */
  constructor(keyOf: (item: number) => string | undefined) {
    this.#keyOf = keyOf;
  }

  add(item: number): void {
    const key = this.#keyOf(item);
    if (key === undefined) return;
    if (this.#used >= this.#slots.length * FULL) this.#grow();
    const slot = this.#slotOf(key);
    const head = this.#slots[slot] ?? EMPTY;
    if (head === EMPTY) this.#used += 1;
    else if (item >= this.#older.length) this.#older = enlarged(this.#older, item + 1);
    if (item < this.#older.length) this.#older[item] = head;
    this.#slots[slot] = item + 1;
  }

  /** Call while `keyOf` still gives the item's old key. */
  remove(item: number): void {
    const key = this.#keyOf(item);
    if (key === undefined) return;
    const slot = this.#slotOf(key);
    const older = this.#older[item] ?? EMPTY;
    if (this.#slots[slot] === item + 1) {
      this.#slots[slot] = older === EMPTY ? GONE : older;
      return;
    }
    for (let at = this.#slots[slot] ?? EMPTY; at > 0; at = this.#older[at - 1] ?? EMPTY) {
      if (this.#older[at - 1] === item + 1) this.#older[at - 1] = older;
    }
  }

  /** The items of a key, the newest first. */
  *all(key: string): Generator<number> {
    for (let at = this.#slots[this.#slotOf(key)] ?? EMPTY; at > 0; at = this.#older[at - 1] ?? EMPTY)
      yield at - 1;
  }

  /** The newest item of a key. */
  first(key: string): number | undefined {
    const head = this.#slots[this.#slotOf(key)] ?? EMPTY;
    return head > 0 ? head - 1 : undefined;
  }

  /** Whether more than one item has this key. */
  isShared(key: string): boolean {
    const head = this.#slots[this.#slotOf(key)] ?? EMPTY;
    return head > 0 && (this.#older[head - 1] ?? EMPTY) > 0;
  }

  /** The slot that holds the key's chain, or the empty one where it would begin. */
  #slotOf(key: string): number {
    const mask = this.#slots.length - 1;
    for (let slot = hashOf(key) & mask; ; slot = (slot + 1) & mask) {
      const head = this.#slots[slot] ?? EMPTY;
      if (head === EMPTY || (head > 0 && this.#keyOf(head - 1) === key)) return slot;
    }
  }

  #grow(): void {
    const heads = this.#slots.filter((head) => head > 0);
    this.#slots = new Int32Array(Math.max(SMALLEST, 2 ** Math.ceil(Math.log2(heads.length * 2))));
    this.#used = heads.length;
    for (const head of heads) this.#slots[this.#slotOf(this.#keyOf(head - 1) ?? '')] = head;
  }
}

/** FNV-1a over UTF-16 units. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash ^ (hash >>> 15);
}

function enlarged(old: Int32Array<ArrayBuffer>, least: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(least, Math.ceil(old.length * 1.25)));
  larger.set(old);
  return larger;
}
