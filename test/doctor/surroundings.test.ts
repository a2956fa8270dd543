import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { MANAGE_INLINE_HOOKS } from '../../lambda/registration/inline-hooks.ts';
import { makeCertificate } from '../certificate.ts';
import { type RegisterWorld, startRegisterWorld } from '../registration/register-world.ts';
import { ahead, examine } from './doctor-world.ts';

const DAY = 24 * 60 * 60_000;
const SECOND = 1_000;

let world: RegisterWorld;
beforeAll(async () => {
  world = await startRegisterWorld();
  await world.register();
});
afterAll(() => world.close());
afterEach(() => world.redeploy({ PasswordHookUrl: `${world.service.baseUrl}/hooks/password` }));

const verdictsOf = async (check: string, milliseconds: number) => {
  const { code, of } = await examine(world, { clock: ahead(milliseconds) });
  return { code, verdicts: of(check).map(({ verdict }) => verdict), what: of(check)[0]?.what };
};

describe('the certificate of the service', () => {
  // it is made for 365 days
  it.each([
    ['is noted a month before its end', 340, 'note', /ends in 24 days/],
    ['needs a person in its last days', 360, 'review', /ends in 4 days/],
    ['needs a person after its end', 370, 'review', /ended on \d{4}-\d\d-\d\d/],
    ['needs a person before its beginning', -5, 'review', /not valid before/],
  ])('%s', async (_title, days, verdict, what) => {
    const found = await verdictsOf('certificate', days * DAY);
    expect(found.verdicts).toEqual([verdict, verdict]);
    expect(found.what).toMatch(what);
  });

  it('of somebody else is said to be not trusted, with the host to look at', async () => {
    const { cert, key } = await makeCertificate();
    const stranger = createServer({ cert, key });
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = stranger.address() as AddressInfo;
      await world.redeploy({ PasswordHookUrl: `https://localhost:${port}/hooks/password` });
      const [, { verdict, what, next } = {}] = (await examine(world)).of('certificate');
      expect({ verdict, what }).toEqual({
        verdict: 'review',
        what: expect.stringMatching(/^password: no trusted TLS connection: [A-Z_]+$/),
      });
      expect(next).toMatch(/DNS entry of localhost$/);
    } finally {
      stranger.close();
    }
  });

  it('that nobody shows, because nobody listens, is said with the reason', async () => {
    await world.redeploy({ PasswordHookUrl: 'https://localhost:1/hooks/password' });
    expect((await examine(world)).of('certificate')[1]?.what).toMatch(/ECONNREFUSED$/);
  });
});

describe('the clock of this machine', () => {
  it.each([
    ['agrees within seconds', 2 * SECOND, 'ok'],
    ['is noted when it is a minute ahead', 60 * SECOND, 'note'],
    ['is noted when it is a minute behind', -60 * SECOND, 'note'],
    ['needs a person when it is so wrong that signatures are refused', 600 * SECOND, 'review'],
  ])('%s', async (_title, milliseconds, verdict) => {
    const { verdicts, what } = await verdictsOf('clock', milliseconds);
    expect(verdicts).toEqual([verdict]);
    if (verdict !== 'ok') expect(what).toContain(milliseconds > 0 ? 'ahead of' : 'behind');
  });
});

describe('credentials', () => {
  it('that Okta does not know give one line, and nothing else', async () => {
    const { code, out, err } = await world.run(['doctor'], { env: { OKTA_API_TOKEN: 'canary-wrong' } });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^error: Okta .*401/),
      expect.stringMatching(/^ {2}next {2}.*scopes okta\.inlineHooks\.read, .*okta\.logs\.read$/),
    ]);
    expect(err).not.toContain('canary-wrong');
  });

  it('without an org are asked for before anything else', async () => {
    const { code, err } = await world.run(['doctor'], { env: { OKTA_BASE_URL: '', OKTA_API_TOKEN: '' } });
    expect(code).toBe(1);
    expect(err).toContain('npm run okta-stand-in');
  });
});

describe('a service app', () => {
  const READS = ['okta.inlineHooks.read', 'okta.eventHooks.read', 'okta.logs.read'];
  const ALL = [...READS, MANAGE_INLINE_HOOKS];

  it.each([
    ['okta.inlineHooks.read', 'Okta credentials', ['registered', 'URL', 'failures', 'hook called']],
    ['okta.eventHooks.read', 'Okta credentials', []],
    ['okta.logs.read', 'Okta credentials', ['hook called', 'failures', 'links applied']],
    [MANAGE_INLINE_HOOKS, 'canary', []],
  ])(
    'without %s is told that scope in one line, and what can be looked at still is',
    async (missing, check, skipped) => {
      const other = await startRegisterWorld({ scopes: ALL.filter((scope) => scope !== missing) });
      try {
        await other.register();
        const { clientId, privateKey } = other.org.okta.serviceApp;
        const env = {
          OKTA_API_TOKEN: '',
          OKTA_CLIENT_ID: clientId,
          OKTA_PRIVATE_KEY_FILE: await other.file('key.pem', privateKey),
        };
        const { code, reviews, of } = await examine(other, { env });
        expect(code).toBe(3);
        const lines = new Set(reviews.map((line) => `${line.check}: ${line.next}`));
        expect([...lines]).toEqual([
          `${check}: check the credentials; a service app needs the scope ${missing}`,
        ]);
        for (const name of skipped)
          expect(of(name)).toEqual([expect.objectContaining({ verdict: 'skipped' })]);
      } finally {
        await other.close();
      }
    },
  );
});
