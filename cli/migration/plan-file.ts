import { createHash } from 'node:crypto';
import path from 'node:path';
import * as z from 'zod/mini';
import type { OktaPasswordHash } from '../../lambda/passwords/hashes/okta-hash.ts';
import { fileFault } from '../../local/file-fault.ts';
import { importedHash } from '../../rehearsal/api/passwords/imported-hash.ts';
import { readNdjson } from '../../rehearsal/ndjson/read-ndjson.ts';
import { CommandError, type Io } from '../command.ts';
import { chunksOf } from './chunks.ts';
import type { Way } from './ways.ts';

export { WAYS, type Way } from './ways.ts';

/** Somebody to create. */
export interface PlannedPerson {
  /** The line of the export, counted from 1; what identifies a person in every file of the programme. */
  readonly row: number;
  readonly way: Way;
  readonly wave: string;
  /** Okta's user profile: `login`, `email`, `firstName`, `lastName`, and whatever else the export has. */
  readonly profile: Readonly<Record<string, string | readonly string[]>>;
  /** As `credentials.password.hash` of the create call; way `hash` only. */
  readonly hash?: OktaPasswordHash;
  /** Names or ids. */
  readonly groups: readonly string[];
  /** Labels or ids. */
  readonly apps: readonly string[];
  /** Why this way, in one short sentence that quotes nothing. */
  readonly why: string;
  readonly notes?: readonly string[];
}

/** A row that nobody is created for. */
export interface RefusedRow {
  readonly row: number;
  /** Why, and what to do about it, in words. */
  readonly refused: readonly string[];
  readonly login?: string;
}

/** The first line of a plan. */
export interface PlanHeader {
  readonly okta_hooks_plan: 1;
  /** Base name of the export. */
  readonly source: string;
  /** SHA-256 of the export, hex. */
  readonly sourceDigest: string;
  /** ISO 8601. */
  readonly madeAt: string;
  readonly counts: {
    /** Lines that follow: `people` and `refused`. */
    readonly rows: number;
    readonly people: number;
    readonly refused: number;
    readonly ways: Readonly<Record<Way, number>>;
    /** People by wave. */
    readonly waves: Readonly<Record<string, number>>;
  };
}

/** A plan that was opened and is whole. */
export interface Plan {
  readonly header: PlanHeader;
  /** SHA-256 of the file, hex: what journals name as their subject. */
  readonly digest: string;
  /** Every row of the export, in its order; a damaged line throws a {@link CommandError}. May be called again. */
  lines(): AsyncGenerator<PlannedPerson | RefusedRow>;
  /** The same without the refused rows. */
  people(): AsyncGenerator<PlannedPerson>;
}

const count = z.int().check(z.nonnegative());
const headerSchema = z.object({
  okta_hooks_plan: z.literal(1),
  source: z.string(),
  sourceDigest: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  madeAt: z.string(),
  counts: z.object({
    rows: count,
    people: count,
    refused: count,
    ways: z.object({ hash: count, hook: count, reset: count }),
    waves: z.record(z.string(), count),
  }),
});

const texts = z.array(z.string());
const row = z.int().check(z.positive());
const person = {
  row,
  wave: z.string(),
  profile: z.intersection(
    z.object({ login: z.string() }),
    z.record(z.string(), z.union([z.string(), texts])),
  ),
  groups: texts,
  apps: texts,
  why: z.string(),
  notes: z.exactOptional(texts),
};
const lineSchema = z.union([
  z.strictObject({ ...person, way: z.literal('hash'), hash: importedHash }),
  z.strictObject({ ...person, way: z.enum(['hook', 'reset']) }),
  z.strictObject({ row, refused: texts.check(z.minLength(1)), login: z.exactOptional(z.string()) }),
]);

/**
 * Opens a plan: reads it once for its digest and to see that it is whole. Lines are checked as they are read: their
 * shape, and that their rows ascend, so that nobody comes twice.
 *
 * @param file relative paths start at `io.cwd`
 * @throws CommandError when it cannot be read, is no plan, or lines of it are missing
 */
export async function readPlan(file: string, io: Pick<Io, 'cwd'>): Promise<Plan> {
  const resolved = path.resolve(io.cwd, file);
  const { digest, lines } = await survey(resolved, file);
  const header = await headerOf(resolved, file);
  if (lines !== header.counts.rows + 1)
    throw damaged(file, lines, `of ${header.counts.rows + 1} lines it has ${lines}`);
  return {
    header,
    digest,
    lines: () => readLines(resolved, file),
    people: async function* () {
      for await (const line of readLines(resolved, file)) if (!('refused' in line)) yield line;
    },
  };
}

const NEWLINE = 0x0a;

async function survey(resolved: string, file: string): Promise<{ digest: string; lines: number }> {
  const hash = createHash('sha256');
  let lines = 0;
  try {
    for await (const chunk of chunksOf(resolved)) {
      hash.update(chunk);
      for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, at + 1)) lines += 1;
    }
  } catch (error) {
    throw new CommandError(`the plan cannot be read: ${fileFault(error)}`, {
      where: file,
      next: 'migrate plan <users.csv> makes one',
    });
  }
  return { digest: hash.digest('hex'), lines };
}

async function headerOf(resolved: string, file: string): Promise<PlanHeader> {
  for await (const line of readNdjson(resolved)) {
    const { success, data } = headerSchema.safeParse('value' in line && line.value);
    if (success) return data;
    break;
  }
  throw new CommandError('the file is no plan of this version', {
    where: `${file}, line 1`,
    next: 'give the file that migrate plan has written',
  });
}

async function* readLines(resolved: string, file: string): AsyncGenerator<PlannedPerson | RefusedRow> {
  let last = 0;
  for await (const found of readNdjson(resolved)) {
    if (found.line === 1) continue;
    const { success, data } = lineSchema.safeParse('value' in found && found.value);
    if (!success) throw damaged(file, found.line, 'a line is not as migrate plan writes it');
    if (data.row <= last) throw damaged(file, found.line, 'a row stands after a later one');
    last = data.row;
    yield data;
  }
}

const damaged = (file: string, line: number, what: string) =>
  new CommandError(`the plan is damaged: ${what}`, {
    where: `${file}, line ${line}`,
    next: 'take a whole copy of it; before anybody was created, migrate plan makes it again',
  });
