import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { connect } from 'node:tls';
import { anotherFolder, shownPath } from './folder.ts';
import { LaptopError } from './laptop-error.ts';

/** Longer than a handshake on one machine takes. */
const PATIENCE_MS = 2_000;

/** Who wants a folder for itself. */
export interface Newcomer {
  readonly folder: string;
  /** The file of the folder that everybody of this kind writes: JSON with `ca`, the file of a certificate. */
  readonly file: string;
  /** The field of that file with the server's address, such as `baseUrl`. */
  readonly address: string;
  /** Where it will listen itself: whoever is there already is the port's matter, not the folder's. */
  readonly port: number;
  /** How it is started beside the other one, without the folder. */
  readonly command: string;
}

/**
 * Refuses a folder that another running server of this kind has written its address into, which would be lost. A server
 * that has ended, or whatever else listens on its port now, is none: only it has the folder's certificate.
 *
 * @throws LaptopError that names the address and shows how to choose another folder
 */
export async function refuseInhabited({ folder, file, address, port, command }: Newcomer): Promise<void> {
  const found = await read(path.join(folder, file), address);
  if (!found || found.url.port === String(port) || !(await isAnswering(found))) return;
  const who = `${shownPath(folder)} belongs to what is running on ${found.url.origin}`;
  throw new LaptopError(`${who}: stop that, or ${anotherFolder(command)}`);
}

/** Undefined also for a file that makes no sense: it is overwritten. */
async function read(file: string, address: string) {
  try {
    const { [address]: url, ca } = JSON.parse(await readFile(file, 'utf8'));
    return { url: new URL(url), ca: await readFile(ca, 'utf8') };
  } catch {
    return undefined;
  }
}

function isAnswering({ url, ca }: { readonly url: URL; readonly ca: string }): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ host: url.hostname, servername: url.hostname, port: Number(url.port), ca });
  socket.setTimeout(PATIENCE_MS, () => resolve(false));
  socket.on('secureConnect', () => resolve(true)).on('error', () => resolve(false));
  return promise.finally(() => socket.destroy());
}
