import { errorCode } from './error-code.ts';

/** The local service cannot start; the message is one line that says why and what to do. */
export class LaptopError extends Error {
  override readonly name = 'LaptopError';
}

/**
 * Runs `start` for a server on `port`; a port that cannot be had becomes a {@link LaptopError}, which shows the command
 * that chooses another.
 */
export async function onPort<Server>(
  port: number,
  start: () => Promise<Server>,
  another = 'PORT=9443 npm start',
): Promise<Server> {
  try {
    return await start();
  } catch (error) {
    if (errorCode(error) === 'EADDRINUSE') {
      throw new LaptopError(`port ${port} is in use: stop what uses it, or choose another: ${another}`);
    }
    if (errorCode(error) === 'EACCES') {
      throw new LaptopError(`port ${port} is for administrators: choose one from 1024 up: ${another}`);
    }
    throw error;
  }
}
