import { createServer } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { LaptopError, onPort } from '../../local/laptop-error.ts';
import { listen } from '../../local/listen.ts';

const started = (port: number, host: string) => onPort(port, () => listen(createServer(), { port, host }));

describe('a server that cannot listen', () => {
  // RFC 5737: no machine has it
  it.each(['192.0.2.1', 'no-such-host.invalid'])(
    'says in one line that HOST=%s is not this machine',
    async (host) => {
      await expect(started(0, host)).rejects.toThrow(
        new LaptopError('HOST is no address of this machine: leave it out, or HOST=0.0.0.0 for all of them'),
      );
    },
  );

  it('says that its port is taken, and how to choose another', async () => {
    const { port, close } = await started(0, '127.0.0.1');
    await expect(started(port, '127.0.0.1')).rejects.toThrow(
      new RegExp(`^port ${port} is in use: .*PORT=\\d+ npm start$`),
    );
    await close();
  });

  it('fails as it is where nobody foresaw why', async () => {
    const fault = new Error('unforeseen');
    await expect(onPort(1, () => Promise.reject(fault))).rejects.toBe(fault);
  });
});
