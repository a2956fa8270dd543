const EMPTY = 0;
const GONE = -1;
const SMALLEST = 1024;
const FULL = 0.75;
/** A slot holds an item, counted from 1, and seven bits of its key's hash above it. */
const ITEM_BITS = 24;
const ITEM = 2 ** ITEM_BITS - 1;

/**
 * Finds numbered items (up to 16 million) by a key without keeping the keys: 5 to 11 bytes an item, where a `Map`
 * of texts takes a hundred, so that an org of a million people can be asked in many ways. Items with one key form
 * a chain.
 */
export class HashIndex {
  readonly #keyOf: (item: number) => string | undefined;
  /** Open addressing: the newest item of a key. */
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
    if (item >= ITEM) throw new RangeError('an index holds up to 16 million items');
    if (this.#used >= this.#slots.length * FULL) this.#grow();
    const hash = hashOf(key);
    const slot = this.#slotOf(key, hash);
    const head = this.#slots[slot] ?? EMPTY;
    if (head === EMPTY) this.#used += 1;
    else if (item >= this.#older.length) this.#older = enlarged(this.#older, item + 1);
    if (item < this.#older.length) this.#older[item] = head & ITEM;
    this.#slots[slot] = tagOf(hash) | (item + 1);
  }

  /** Call while `keyOf` still gives the item's old key. */
  remove(item: number): void {
    const key = this.#keyOf(item);
    if (key === undefined) return;
    const hash = hashOf(key);
    const slot = this.#slotOf(key, hash);
    const older = this.#older[item] ?? EMPTY;
    const newest = this.#newestIn(slot);
    if (newest === item + 1) {
      this.#slots[slot] = older === EMPTY ? GONE : tagOf(hash) | older;
      return;
    }
    for (let at = newest; at > 0; at = this.#older[at - 1] ?? EMPTY) {
      if (this.#older[at - 1] === item + 1) this.#older[at - 1] = older;
    }
  }

  /** The items of a key, the newest first. */
  all(key: string): number[] {
    const items: number[] = [];
    const newest = this.#newestIn(this.#slotOf(key, hashOf(key)));
    for (let at = newest; at > 0; at = this.#older[at - 1] ?? EMPTY) items.push(at - 1);
    return items;
  }

  /** The newest item of a key. */
  first(key: string): number | undefined {
    const newest = this.#newestIn(this.#slotOf(key, hashOf(key)));
    return newest > 0 ? newest - 1 : undefined;
  }

  #newestIn(slot: number): number {
    const head = this.#slots[slot] ?? EMPTY;
    return head > 0 ? head & ITEM : EMPTY;
  }

  /** The slot that holds the key's chain, or the empty one where it would begin. */
  #slotOf(key: string, hash: number): number {
    const mask = this.#slots.length - 1;
    const tag = tagOf(hash);
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const head = this.#slots[slot] ?? EMPTY;
      if (head === EMPTY) return slot;
      if (head > 0 && (head & ~ITEM) === tag && this.#keyOf((head & ITEM) - 1) === key) return slot;
    }
  }

  #grow(): void {
    const heads = this.#slots.filter((head) => head > 0);
    this.#slots = new Int32Array(Math.max(SMALLEST, 2 ** Math.ceil(Math.log2(heads.length * 2))));
    this.#used = heads.length;
    const mask = this.#slots.length - 1;
    for (const head of heads) {
      let slot = hashOf(this.#keyOf((head & ITEM) - 1) ?? '') & mask;
      while (this.#slots[slot] !== EMPTY) slot = (slot + 1) & mask;
      this.#slots[slot] = head;
    }
  }
}

/** Bits that the choice of a slot does not use for any index of a few million. */
const tagOf = (hash: number) => hash & 0x7f000000;

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
