import path from 'node:path';
import { DEFAULT_AUTH_HEADER, DEFAULT_PORT, DEFAULT_SECRET } from './defaults.ts';
import { LaptopError } from './laptop-error.ts';
import { LOOPBACK } from './listen.ts';

/** What the environment says about the local service. */
export interface LaptopSettings {
  /** The HTTPS server's port; the Secrets Manager stand-in has the next one. */
  readonly port: number;
  readonly secretsManagerPort: number;
  /** Address to listen on: `HOST=0.0.0.0` lets containers in. */
  readonly host: string;
  readonly secret: string;
  /** The header that carries the secret, in lower case. */
  readonly header: string;
  /** Where the certificate, the compiled rules and the outputs are written: an absolute path. */
  readonly folder: string;
}

const FOLDER = path.join(import.meta.dirname, '../.local');

/** Reads `PORT`, `HOST`, `HOOK_SECRET`, `HOOK_AUTH_HEADER` and `LOCAL_FOLDER`; a value that cannot work throws. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): LaptopSettings {
  const { PORT, HOST = LOOPBACK, HOOK_SECRET = DEFAULT_SECRET } = env;
  const port = PORT === undefined ? DEFAULT_PORT : Number(PORT);
  if (!Number.isInteger(port) || port < 1 || port > 65_534) {
    throw new LaptopError('PORT must be a whole number from 1 to 65534');
  }
  // RFC 9110, section 5.5: what a header value can carry without loss
  if (!/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(HOOK_SECRET)) {
    throw new LaptopError('HOOK_SECRET must be printable ASCII that neither starts nor ends with a space');
  }
  const header = (env['HOOK_AUTH_HEADER'] ?? DEFAULT_AUTH_HEADER).toLowerCase();
  if (!/^[a-z0-9-]+$/.test(header)) throw new LaptopError('HOOK_AUTH_HEADER must be the name of a header');
  const folder = path.resolve(env['LOCAL_FOLDER'] ?? FOLDER);
  return { port, secretsManagerPort: port + 1, host: HOST, secret: HOOK_SECRET, header, folder };
}
