import { errorCode } from './error-code.ts';

/** The local service cannot start; the message is one line that says why and what to do. */
export class LaptopError extends Error {
  override readonly name = 'LaptopError';
}

const FAR_AWAY = 1000;
/** The service's: two more follow it. */
export const HIGHEST_PORT = 65_533;

/**
 * Runs `start` for a server on `port`; a port that cannot be had becomes a {@link LaptopError}, which shows the command
 * that chooses another, as `another` spells it.
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
    throw error;
  }
}
