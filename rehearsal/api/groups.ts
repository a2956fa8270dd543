import { namedOktaId } from './okta-id.ts';

/** A group of people, or the people of an application. */
export interface Group {
  readonly id: string;
  readonly name: string;
  readonly description: string | undefined;
  /** Milliseconds since the epoch. */
  readonly created: number;
  readonly members: Set<string>;
}

/** The groups of an org, in the order in which they were made; names are unique without case. */
export class Groups {
  readonly #prefix: string;
  readonly #groups = new Map<string, Group>();
  readonly #names = new Set<string>();

  /** `prefix` begins the ids: `00g` of groups, `0oa` of applications. */
  constructor(prefix: '00g' | '0oa') {
    this.#prefix = prefix;
  }

  /** Adds a group, whose id goes with its name; undefined when the name is taken. */
  add(name: string, description: string | undefined, now: number): Group | undefined {
    const key = name.toLowerCase();
    if (this.#names.has(key)) return undefined;
    this.#names.add(key);
    const group = {
      id: namedOktaId(this.#prefix, key),
      name,
      description,
      created: now,
      members: new Set<string>(),
    };
    this.#groups.set(group.id, group);
    return group;
  }

  get(id: string): Group | undefined {
    return this.#groups.get(id);
  }

  /** The groups from a number on. */
  *numbered(from: number): Generator<readonly [number: number, group: Group]> {
    for (const [number, group] of [...this.#groups.values()].entries())
      if (number >= from) yield [number, group];
  }

  /** Somebody is gone. */
  forget(personId: string): void {
    for (const { members } of this.#groups.values()) members.delete(personId);
  }
}
