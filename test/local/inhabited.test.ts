import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadCertificate } from '../../local/certificate.ts';
import { refuseInhabited } from '../../local/inhabited.ts';
import { LaptopError } from '../../local/laptop-error.ts';
import { listen, type RunningServer } from '../../local/listen.ts';
import { certificate } from '../certificate.ts';

let folder: string;
const at = (...names: string[]) => path.join(folder, ...names);
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'inhabited-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('a folder that somebody else writes addresses into', () => {
  const running: RunningServer[] = [];
  afterEach(async () => {
    for (const { close } of running.splice(0)) await close();
  });

  async function serve(): Promise<number> {
    const { cert, key } = await certificate;
    const server = await listen(createServer({ cert, key }), { port: 0 });
    running.push(server);
    return server.port;
  }
  const inhabit = async (port: number, ca = at('certificate.pem')) => {
    await writeFile(at('certificate.pem'), (await certificate).cert);
    await writeFile(at('okta.json'), JSON.stringify({ baseUrl: `https://localhost:${port}`, ca }));
  };
  const moveIn = (port: number) =>
    refuseInhabited({
      folder,
      file: 'okta.json',
      address: 'baseUrl',
      port,
      command: `PORT=${port} npm start`,
    });

  it('is refused as long as that one answers, with the address and the command with another folder', async () => {
    const port = await serve();
    await inhabit(port);
    await expect(moveIn(port + 1)).rejects.toThrow(
      new LaptopError(
        `${folder} belongs to what is running on https://localhost:${port}: stop that, or choose another folder: LOCAL_FOLDER=~/okta-hooks PORT=${port + 1} npm start`,
      ),
    );
  });

  it('is taken over when that one has ended, or is asked for on its own port', async () => {
    const port = await serve();
    await inhabit(port);
    await moveIn(port);
    await running.splice(0)[0]?.close();
    await moveIn(port + 1);
  });

  it('is taken over when another program listens there now', async () => {
    await inhabit(await serve(), at('stranger', 'certificate.pem'));
    await mkdir(at('stranger'));
    await loadCertificate(at('stranger'));
    await moveIn(1);
  });

  it.each(['', '{', 'null', '{}', '{"baseUrl":"nowhere","ca":"none"}', '{"baseUrl":7,"ca":[]}'])(
    'is taken over when its file says %j',
    async (text) => {
      await writeFile(at('okta.json'), text);
      await moveIn(1);
    },
  );
});
