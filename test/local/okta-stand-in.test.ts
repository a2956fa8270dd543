import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { trustOktaStandIn } from '../../local/okta-stand-in.ts';
import { certificate } from '../certificate.ts';

const before = tls.getCACertificates('default');
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'okta-'));
});
afterEach(async () => {
  tls.setDefaultCACertificates(before);
  await rm(folder, { recursive: true });
});

const standInAt = async (baseUrl: string) => {
  const ca = path.join(folder, 'certificate.pem');
  await writeFile(ca, (await certificate).cert);
  await writeFile(path.join(folder, 'okta.json'), JSON.stringify({ baseUrl, ca }));
};
/** Whose certificates are trusted; Node writes one in another way once the list was set. */
const trusted = () => new Set(tls.getCACertificates('default').map((pem) => pem.replaceAll('\n', '')));

/** How what is trusted differs from what was. */
const difference = () => {
  const now = trusted();
  const count = (these: Set<string>, those: Set<string>) =>
    [...these].filter((one) => !those.has(one)).length;
  return { added: count(now, first), lost: count(first, now) };
};
const first = trusted();

describe('the certificate of the stand-in org', () => {
  it('is trusted beside the usual ones when that is the org that is meant', async () => {
    await standInAt('https://localhost:8453');
    await trustOktaStandIn('https://localhost:8453/', folder);
    expect(difference()).toEqual({ added: 1, lost: 0 });
  });

  it.each(['https://localhost:8454', 'https://example.okta.com', 'http://localhost:8453', 'none'])(
    'is not trusted for %s',
    async (baseUrl) => {
      await standInAt('https://localhost:8453');
      await trustOktaStandIn(baseUrl, folder);
      expect(difference()).toEqual({ added: 0, lost: 0 });
    },
  );

  it('is not missed when there is no stand-in org', async () => {
    await trustOktaStandIn('https://localhost:8453', folder);
    expect(difference()).toEqual({ added: 0, lost: 0 });
  });
});
