const MOST = 10_000;

/**
 * Keeps one copy of texts that come again and again (departments, first names), which is half of what a large org
 * takes. An attribute with too many different texts is given up.
 */
export class Interner {
  readonly #texts = new Map<string, Map<string, string>>();
  readonly #tooMany = new Set<string>();

  /** The first copy of an attribute's text. */
  share(attribute: string, text: string): string {
    if (this.#tooMany.has(attribute)) return text;
    const texts = this.#texts.get(attribute) ?? new Map<string, string>();
    const known = texts.get(text);
    if (known !== undefined) return known;
    this.#texts.set(attribute, texts.set(text, text));
    if (texts.size > MOST) {
      this.#texts.delete(attribute);
      this.#tooMany.add(attribute);
    }
    return text;
  }

  /** The same profile; texts that are there already, in this one or others, are shared. */
  shareAll(profile: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const { login } = profile;
    const shared: Record<string, unknown> = { ...profile };
    for (const name in shared) {
      const value = shared[name];
      if (typeof value === 'string' && name !== 'login')
        shared[name] = value === login ? login : this.share(name, value);
    }
    return shared;
  }
}
