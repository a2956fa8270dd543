import { invalidSearch } from './api-error.ts';

/** Tells whether an object of the API passes a filter. */
export type Filter = (item: object) => boolean;

type Comparison = (found: string, wanted: string) => boolean;

const OPERATORS: Readonly<Record<string, Comparison>> = {
  eq: (found, wanted) => found === wanted,
  ne: (found, wanted) => found !== wanted,
  sw: (found, wanted) => found.startsWith(wanted),
  co: (found, wanted) => found.includes(wanted),
  gt: (found, wanted) => found > wanted,
  ge: (found, wanted) => found >= wanted,
  lt: (found, wanted) => found < wanted,
  le: (found, wanted) => found <= wanted,
};

const TOKEN = /\s*(?:([()])|"((?:[^"\\]|\\.)*)"|([\w.]+))/y;

type Token = { readonly kind: 'mark' | 'text' | 'word'; readonly value: string };

/**
 * Reads a filter expression (RFC 7644 section 3.4.2.2): comparisons with text, `and`, `or`, parentheses. Values
 * are compared with case, as Okta's `filter` does.
 *
 * @param allows whether an attribute can be filtered by, with this operator
 * @throws ApiError 400 E0000031 for anything else
 */
export function parseFilter(text: string, allows: (path: string, operator: string) => boolean): Filter {
  const reader = new Reader(tokensOf(text), allows);
  const filter = reader.readOr();
  if (!reader.isDone) throw invalidSearch();
  return filter;
}

class Reader {
  readonly #tokens: readonly Token[];
  readonly #allows: (path: string, operator: string) => boolean;
  #next = 0;

  constructor(tokens: readonly Token[], allows: (path: string, operator: string) => boolean) {
    this.#tokens = tokens;
    this.#allows = allows;
  }

  get isDone(): boolean {
    return this.#next === this.#tokens.length;
  }

  readOr(): Filter {
    const either = [this.#readAnd()];
    while (this.#takes('word', 'or')) either.push(this.#readAnd());
    return (item) => either.some((filter) => filter(item));
  }

  #readAnd(): Filter {
    const all = [this.#readOne()];
    while (this.#takes('word', 'and')) all.push(this.#readOne());
    return (item) => all.every((filter) => filter(item));
  }

  #readOne(): Filter {
    if (this.#takes('mark', '(')) {
      const inner = this.readOr();
      if (!this.#takes('mark', ')')) throw invalidSearch();
      return inner;
    }
    const path = this.#read('word');
    const operator = this.#read('word').toLowerCase();
    const wanted = this.#read('text');
    const compare = OPERATORS[operator];
    if (!compare || !this.#allows(path, operator)) throw invalidSearch();
    return (item) => {
      const found = valueAt(item, path);
      return found !== undefined && compare(found, wanted);
    };
  }

  #takes(kind: Token['kind'], value: string): boolean {
    const token = this.#tokens[this.#next];
    const isIt = token?.kind === kind && token.value.toLowerCase() === value;
    if (isIt) this.#next += 1;
    return isIt;
  }

  #read(kind: Token['kind']): string {
    const token = this.#tokens[this.#next++];
    if (token?.kind !== kind) throw invalidSearch();
    return token.value;
  }
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const [, mark, quoted, word] = TOKEN.exec(text) ?? [];
    if (mark !== undefined) tokens.push({ kind: 'mark', value: mark });
    else if (quoted !== undefined) tokens.push({ kind: 'text', value: quoted.replace(/\\(.)/g, '$1') });
    else if (word !== undefined) tokens.push({ kind: 'word', value: word });
    else throw invalidSearch();
  }
  return tokens;
}

function valueAt(item: object, path: string): string | undefined {
  let value: unknown = item;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return typeof value === 'string' ? value : undefined;
}
