import { errorCode } from './error-code.ts';

/** The local service cannot start; the message is one line that says why and what to do. */
export class LaptopError extends Error {
  override readonly name = 'LaptopError';
}

const FAR_AWAY = 1000;
/** The service's: two more follow it. */
export const HIGHEST_PORT = 65_533;

const NO_ADDRESS_HERE = ['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN', 'EINVAL'];

/**
 * Runs `start` for a server on `port`; a port or an address that cannot be had becomes a {@link LaptopError}, which says what to
 * choose instead; `another` spells the command with another port.
 */
export async function onPort<Server>(
  port: number,
  start: () => Promise<Server>,
  another = (free: number) => `PORT=${free} npm start`,
): Promise<Server> {
  try {
    return await start();
  } catch (error) {
    const example = another(port > HIGHEST_PORT - FAR_AWAY ? port - FAR_AWAY : port + FAR_AWAY);
    if (errorCode(error) === 'EADDRINUSE') {
      throw new LaptopError(`port ${port} is in use: stop what uses it, or choose another: ${example}`);
    }
    if (errorCode(error) === 'EACCES') {
      throw new LaptopError(`port ${port} is for administrators: choose one from 1024 up: ${example}`);
    }
    if (NO_ADDRESS_HERE.includes(errorCode(error) ?? '')) {
      throw new LaptopError(
        'HOST is no address of this machine: leave it out, or HOST=0.0.0.0 for all of them',
      );
    }
    throw error;
  }
}
