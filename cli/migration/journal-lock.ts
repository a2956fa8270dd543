import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import * as z from 'zod/mini';
import { errorCode } from '../../local/error-code.ts';
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

const ATTEMPTS = 5;

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
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (await isLinked(own, lock)) return () => rm(lock, { force: true });
      await removeIfStale(lock);
    }
    throw heldBy(undefined, lock);
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(`the lock file cannot be written (${errorCode(error) ?? 'unknown cause'})`, {
      where: lock,
    });
  } finally {
    await rm(own, { force: true });
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

/** @throws CommandError when the holder lives, or nobody here can tell */
async function removeIfStale(lock: string): Promise<void> {
  const text = await readText(lock);
  if (text === undefined) return;
  const holder = holderOf(text);
  if (!holder || !(await isGone(holder))) throw heldBy(holder, lock);
  const aside = `${lock}.${randomUUID()}`;
  try {
    await rename(lock, aside);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  // somebody may have been quicker: then this is their lock, and it goes back
  const isTheirs = (await readText(aside)) !== text;
  if (isTheirs) await isLinked(aside, lock);
  await rm(aside);
  if (isTheirs) throw heldBy(undefined, lock);
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
