import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { describe, it } from '@jest/globals';
import { type Certificate, loadCertificate } from '../../../local/certificate.ts';
import { listen } from '../../../local/listen.ts';

/** A describe block that needs a program of Debian: skipped, and said so, where it is not installed; never in CI. */
export function describeWith(program: string, package_: string, title: string, tests: () => void): void {
  if (existsSync(program)) describe(title, tests);
  else if (process.env['CI'] === 'true') {
    describe(title, () => {
      it(`needs ${package_}`, () => {
        throw new Error(`${package_} is not installed`);
      });
    });
  } else describe.skip(`${title} (skipped: apt-get install ${package_})`, tests);
}

/** A throw-away folder with a certificate for localhost, owned by whoever runs the server. */
export interface Place {
  readonly folder: string;
  readonly certificate: Certificate;
  readonly keyFile: string;
  readonly port: number;
  /** What makes a child process run as the owner. */
  readonly as: { readonly uid?: number; readonly gid?: number };
  remove(): Promise<void>;
}

/** @param user who runs the server when the tests run as root */
export async function makePlace(user: string): Promise<Place> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'legacy-server-'));
  const certificate = await loadCertificate(folder);
  const as: Place['as'] = process.getuid?.() === 0 ? await idsOf(user) : {};
  await chmod(folder, 0o755);
  if (as.uid !== undefined) {
    for (const name of ['.', ...(await readdir(folder))]) {
      chownSync(path.join(folder, name), as.uid, as.gid ?? as.uid);
    }
  }
  return {
    folder,
    certificate,
    keyFile: path.join(folder, 'key.pem'),
    port: await freePort(),
    as,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Runs a program to its end; rejects when it fails. */
export async function run(place: Place, program: string, args: readonly string[]): Promise<void> {
  await promisify(execFile)(program, [...args], { ...place.as, cwd: place.folder });
}

/** Starts a server in the foreground and waits until `isUp` no longer rejects. Stops and removes it all in the end. */
export async function startServer(
  place: Place,
  program: string,
  args: readonly string[],
  isUp: () => Promise<unknown>,
): Promise<() => Promise<void>> {
  const child = spawn(program, args, { ...place.as, cwd: place.folder, stdio: 'ignore' });
  const stop = async () => {
    await stopChild(child);
    await place.remove();
  };
  for (let attempt = 0; ; attempt += 1) {
    try {
      await isUp();
      return stop;
    } catch (error) {
      if (attempt < 200 && child.exitCode === null) {
        await pause(50);
        continue;
      }
      await stop();
      throw error;
    }
  }
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const killer = setTimeout(() => child.kill('SIGKILL'), 3_000);
  await ended;
  clearTimeout(killer);
}

export async function freePort(): Promise<number> {
  const server = await listen(createServer(), { port: 0 });
  await server.close();
  return server.port;
}

async function idsOf(user: string): Promise<{ uid: number; gid: number }> {
  const id = async (flag: string) => Number((await promisify(execFile)('id', [flag, user])).stdout);
  return { uid: await id('-u'), gid: await id('-g') };
}
