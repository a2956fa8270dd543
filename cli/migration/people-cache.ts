import { createHash } from 'node:crypto';
import { type FileHandle, open, readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod/mini';
import { fileFault } from '../../local/file-fault.ts';
import { CommandError, type Io } from '../command.ts';
import type { OktaPerson } from './okta-people.ts';

/** Where a crawl goes on: in which of its lists, and at which path of it; without a path at its beginning. */
export interface CrawlPosition {
  readonly list: number;
  readonly next?: string;
}

/** What a crawl has found so far, in memory and on disk. */
export interface PeopleCache {
  readonly people: ReadonlyMap<string, OktaPerson>;
  /** When the crawl began, in milliseconds since the epoch. */
  readonly askedAt: number;
  readonly position: CrawlPosition;
  /** Adds a page and where the crawl goes on behind it. A person who comes again is as the later page says. */
  append(people: readonly OktaPerson[], position: CrawlPosition): Promise<void>;
  /** Forgets everything: the crawl begins again. */
  startOver(now: number): Promise<void>;
  close(): Promise<void>;
}

/** How a cache is opened. */
export interface PeopleCacheOptions {
  readonly file: string;
  readonly org: string;
  readonly io: Pick<Io, 'cwd'>;
  /** A crawl that began earlier is too old, in milliseconds since the epoch. */
  readonly notBefore: number;
  readonly now: number;
}

const headerSchema = z.object({ okta_people: z.literal(1), org: z.string(), askedAt: z.number() });
const time = z.exactOptional(z.number());
const personSchema = z.strictObject({
  id: z.string(),
  login: z.string(),
  email: z.exactOptional(z.string()),
  status: z.string(),
  provider: z.string(),
  created: z.number(),
  statusChanged: time,
  lastLogin: time,
});
const pageSchema = z.object({
  people: z.array(personSchema),
  list: z.int(),
  // whatever the file says, it leads to people only
  next: z.exactOptional(z.string().check(z.startsWith('/api/v1/users?'))),
});

/** What a cache says as far as it is whole. */
interface Content {
  readonly people: Map<string, OktaPerson>;
  readonly askedAt: number;
  readonly position: CrawlPosition;
  /** Bytes up to the end of the last whole line, and that line's seal. */
  readonly length: number;
  readonly seal: string;
}

/**
 * Opens the cache of an org's people, readable by its owner only. Every line is sealed together with the ones before it: a
 * last line that was cut off is asked for again, and after any other damage, for another org or when it is too old, the
 * crawl begins again.
 *
 * @throws CommandError when the file cannot be opened
 */
export async function openPeopleCache(options: PeopleCacheOptions): Promise<PeopleCache> {
  const { io, org, notBefore, now } = options;
  const file = path.resolve(io.cwd, options.file);
  const content = await readContent(file, org);
  const isUsable = content !== undefined && content.askedAt > notBefore && content.askedAt <= now;
  const handle = await open(file, isUsable ? 'r+' : 'w', 0o600).catch(cannotWrite(file));
  const cache = new Cache(handle, options, isUsable ? content : emptyContent(now));
  await handle.chmod(0o600);
  if (isUsable) await handle.truncate(content.length);
  else await cache.startOver(now);
  return cache;
}

class Cache implements PeopleCache {
  readonly #handle: FileHandle;
  readonly #options: Pick<PeopleCacheOptions, 'file' | 'org'>;
  #content: Content;

  constructor(handle: FileHandle, options: Pick<PeopleCacheOptions, 'file' | 'org'>, content: Content) {
    this.#handle = handle;
    this.#options = options;
    this.#content = content;
  }

  get people() {
    return this.#content.people;
  }
  get askedAt() {
    return this.#content.askedAt;
  }
  get position() {
    return this.#content.position;
  }

  async append(people: readonly OktaPerson[], position: CrawlPosition): Promise<void> {
    await this.#write({ people, ...position });
    for (const person of people) this.#content.people.set(person.id, person);
    this.#content = { ...this.#content, position };
  }

  async startOver(now: number): Promise<void> {
    await this.#handle.truncate(0);
    this.#content = emptyContent(now);
    await this.#write({ okta_people: 1, org: this.#options.org, askedAt: now });
  }

  close(): Promise<void> {
    return this.#handle.close();
  }

  async #write(line: object): Promise<void> {
    const { seal, text } = sealed(this.#content.seal, JSON.stringify(line));
    const bytes = Buffer.from(text);
    const { length: end } = this.#content;
    await this.#handle.write(bytes, 0, bytes.length, end).catch(cannotWrite(this.#options.file));
    this.#content = { ...this.#content, seal, length: end + bytes.length };
  }
}

const emptyContent = (askedAt: number): Content => ({
  people: new Map(),
  askedAt,
  position: { list: 0 },
  length: 0,
  seal: '',
});

const cannotWrite =
  (where: string) =>
  (error: unknown): never => {
    throw new CommandError(`the cache cannot be written: ${fileFault(error)}`, { where });
  };

const SEAL_LENGTH = 22;

function sealed(before: string, json: string) {
  const seal = createHash('sha256').update(before).update(json).digest('base64url').slice(0, SEAL_LENGTH);
  return { seal, text: `${seal} ${json}\n` };
}

/** Undefined: there is no such file, or it is none of ours. */
async function readContent(file: string, org: string): Promise<Content | undefined> {
  const bytes = await readFile(file).catch(() => Buffer.of());
  let content: Content | undefined;
  for (
    let start = 0, end = bytes.indexOf('\n');
    end >= 0;
    start = end + 1, end = bytes.indexOf('\n', start)
  ) {
    const [seal = '', json = ''] = splitLine(bytes.toString('utf8', start, end));
    if (sealed(content?.seal ?? '', json).seal !== seal) return undefined;
    const found = parsed(json);
    const next = content ? withPage(content, found) : headerOf(found, org);
    if (!next) return undefined;
    content = { ...next, seal, length: end + 1 };
  }
  return content;
}

/** Undefined for what is no JSON, which neither {@link headerOf} nor {@link withPage} takes. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

const splitLine = (line: string) => [line.slice(0, SEAL_LENGTH), line.slice(SEAL_LENGTH + 1)];

function headerOf(found: unknown, org: string): Content | undefined {
  const { success, data } = headerSchema.safeParse(found);
  return success && data.org === org ? emptyContent(data.askedAt) : undefined;
}

function withPage(content: Content, found: unknown): Content | undefined {
  const { success, data } = pageSchema.safeParse(found);
  if (!success) return undefined;
  for (const person of data.people) content.people.set(person.id, person);
  const { list, next } = data;
  return { ...content, position: next === undefined ? { list } : { list, next } };
}
