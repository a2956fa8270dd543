import { randomUUID } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import * as z from 'zod/mini';
import { errorCode } from '../../local/error-code.ts';
import { fileFault } from '../../local/file-fault.ts';
import { CommandError } from '../command.ts';

const holderSchema = z.object({
  pid: z.int().check(z.positive()),
  host: z.string(),
  /** What tells this process from a later one with its number; null where the system does not say. */
  began: z.nullable(z.string()),
  /** ISO 8601. */
  since: z.string(),
});
type Holder = z.infer<typeof holderSchema>;

/**
 * Keeps other processes away from a file, by a lock file beside it that names its holder. The lock of a process of
 * this machine that is no more is taken over.
 *
 * @param resolved absolute path of the file
 * @returns lets others in
 * @throws CommandError that says who has it, or that the lock cannot be written
 */
export async function lockFile(resolved: string): Promise<() => Promise<void>> {
  const lock = `${resolved}.lock`;
  const own = `${lock}.${randomUUID()}`;
  try {
    await writeFile(own, JSON.stringify(await holderHere()), { mode: 0o600, flag: 'wx' });
    await take(lock, own);
    return () => rm(lock, { force: true });
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(`the lock file cannot be written: ${fileFault(error)}`, {
      where: lock,
    });
  } finally {
    await rm(own, { force: true });
  }
}

/**
 * Links `own` as the lock. A stale one is removed by whoever holds the lock's own lock, so that nobody removes the one
 * that has come in its place.
 *
 * @throws CommandError when somebody has it
 */
async function take(lock: string, own: string): Promise<void> {
  while (!(await isLinked(own, lock))) {
    if (!(await isStale(lock))) continue;
    const next = `${lock}.next`;
    await take(next, own);
    try {
      if (await isStale(lock)) await rm(lock);
    } finally {
      await rm(next);
    }
  }
}

/** A link appears whole, with its content, or not at all. */
async function isLinked(own: string, lock: string): Promise<boolean> {
  try {
    await link(own, lock);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Whether the lock is there and its holder is gone.
 *
 * @throws CommandError when the holder lives, or nobody here can tell
 */
async function isStale(lock: string): Promise<boolean> {
  const text = await readText(lock);
  if (text === undefined) return false;
  const holder = holderOf(text);
  if (holder && (await isGone(holder))) return true;
  throw heldBy(holder, lock);
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function holderOf(text: string): Holder | undefined {
  try {
    return holderSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

async function holderHere(): Promise<Holder> {
  const { pid } = process;
  return { pid, host: hostname(), began: await beganOf(pid), since: new Date().toISOString() };
}

async function isGone({ pid, host, began }: Holder): Promise<boolean> {
  if (host !== hostname()) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return errorCode(error) === 'ESRCH';
  }
  // the number lives on: perhaps in another process
  const now = await beganOf(pid);
  return began !== null && now !== null && began !== now;
}

/** The boot and the tick at which a process began, as Linux knows them (proc_pid_stat(5), field 22). */
async function beganOf(pid: number): Promise<string | null> {
  try {
    const [boot, stat] = await Promise.all([
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
      readFile(`/proc/${pid}/stat`, 'utf8'),
    ]);
    // the name of the program stands in parentheses and may hold spaces
    const [, , , , , , , , , , , , , , , , , , , tick] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return tick === undefined ? null : `${boot.trim()} ${tick}`;
  } catch {
    return null;
  }
}

function heldBy(holder: Holder | undefined, lock: string): CommandError {
  const who = holder ? ` (process ${holder.pid} on ${holder.host}, since ${holder.since})` : '';
  return new CommandError(`another process is at work on this${who}`, {
    where: lock,
    next: 'wait for it or stop it; if it is gone for certain, delete the lock file',
  });
}
