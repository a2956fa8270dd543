const DIGEST = /^[\w-]{42}[AEIMQUYcgkosw048]$/;
const BYTES = 32;

/** Numbered texts that are SHA-256 digests in base64url, as a rule, and then take 32 bytes each instead of 75. */
export class DigestColumn {
  #bytes: Buffer = Buffer.alloc(1024 * BYTES);
  readonly #others = new Map<number, string>();

  set(at: number, text: string): void {
    if (!DIGEST.test(text)) {
      this.#others.set(at, text);
      return;
    }
    this.#others.delete(at);
    const offset = at * BYTES;
    if (offset >= this.#bytes.length) this.#bytes = enlarged(this.#bytes, offset + BYTES);
    this.#bytes.write(text, offset, 'base64url');
  }

  get(at: number): string {
    return this.#others.get(at) ?? this.#bytes.subarray(at * BYTES, (at + 1) * BYTES).toString('base64url');
  }
}

function enlarged(old: Buffer, least: number): Buffer {
  const larger = Buffer.alloc(Math.max(least, Math.ceil((old.length * 1.25) / BYTES) * BYTES));
  old.copy(larger);
  return larger;
}
