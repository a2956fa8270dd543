import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadCertificate } from '../../local/certificate.ts';
import { listen } from '../../local/listen.ts';
import { post } from '../../local/post.ts';

let folder: string;
beforeEach(async () => {
  folder = path.join(await mkdtemp(path.join(os.tmpdir(), 'certificate-')), 'new');
});
afterEach(() => rm(path.dirname(folder), { recursive: true }));

describe("the laptop's certificate", () => {
  it('is one that a client trusts for localhost and 127.0.0.1, and nobody else does', async () => {
    const { cert, key } = await loadCertificate(folder);
    const server = createServer({ cert, key }, (_, response) => response.end('ok'));
    const { port, close } = await listen(server, { port: 0 });
    try {
      for (const host of ['localhost', '127.0.0.1']) {
        const call = post(`https://${host}:${port}/`, { ca: cert, headers: {}, body: '' });
        expect(await call).toEqual({ status: 200, text: 'ok' });
      }
      const other = await loadCertificate(`${folder}-other`);
      const distrustful = post(`https://localhost:${port}/`, { ca: other.cert, headers: {}, body: '' });
      await expect(distrustful).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    } finally {
      await close();
    }
  });

  it('keeps its key from other users, also over a file that others could read', async () => {
    await loadCertificate(folder);
    const keyFile = path.join(folder, 'key.pem');
    expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
    await rm(keyFile);
    await writeFile(keyFile, 'broken', { mode: 0o644 });
    await loadCertificate(folder);
    expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
  });

  it('is used again while it is valid', async () => {
    const first = await loadCertificate(folder);
    expect(await loadCertificate(folder)).toEqual(first);
    expect(await readFile(first.file, 'utf8')).toBe(first.cert);
  });

  it('is made anew a day before it ends, and when certificate and key do not belong together', async () => {
    const first = await loadCertificate(folder);
    const end = new X509Certificate(first.cert).validToDate.getTime();
    const renewed = await loadCertificate(folder, new Date(end - 60_000));
    expect(renewed.cert).not.toBe(first.cert);
    await writeFile(renewed.file, first.cert);
    expect((await loadCertificate(folder)).cert).not.toBe(first.cert);
  });
});
