import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { realClock } from '../../cli/command.ts';
import { type OktaPeopleOptions, readOktaPeople } from '../../cli/migration/okta-people.ts';
import { createPace } from '../../cli/migration/pace.ts';
import { startTestOrg, type TestOrg } from '../rehearsal/api/test-org.ts';

const HOUR_MS = 60 * 60 * 1000;
const PEOPLE = 480;
/** Three pages of people, and one of those who are deactivated. */
const PAGES = 4;

let org: TestOrg;
let cwd: string;
let now: number;
beforeAll(async () => {
  org = await startTestOrg();
  const { org: people, accounts } = org.okta.world;
  for (let index = 0; index < PEOPLE; index += 1) {
    const login = `person${index % 7 === 0 ? 'ø' : '.'}${index}@example.com`;
    const profile = { login, email: `person${index}@example.com`, firstName: 'Any', lastName: 'Body' };
    const { id } = people.create(profile, index % 9 === 0 ? 'DEPROVISIONED' : 'ACTIVE');
    accounts.open(id, { kind: index % 2 === 0 ? 'hook' : 'none' }, { isActive: true });
  }
});
afterAll(() => org.close());
beforeEach(async () => {
  cwd = await mkdtemp(path.join(os.tmpdir(), 'crawl-'));
  now = Date.now();
});
afterEach(() => rm(cwd, { recursive: true }));

const cache = () => path.join(cwd, 'people.ndjson');

/** Reads everybody; stops behind `pages` pages when told to. */
async function crawl(
  { pages = Number.POSITIVE_INFINITY, ...change }: Partial<OktaPeopleOptions> & { pages?: number } = {},
  client = org.client,
) {
  const before = org.exchanges.length;
  const controller = new AbortController();
  let seen = 0;
  const found = readOktaPeople(client, {
    org: org.okta.baseUrl,
    file: 'people.ndjson',
    maxAgeMs: HOUR_MS,
    pace: createPace({ share: 1 }),
    io: { cwd, signal: controller.signal, clock: { ...realClock, now: () => now } },
    progress: () => {
      seen += 1;
      if (seen === pages) controller.abort(new Error('stopped'));
    },
    ...change,
  });
  const { people, askedAt } = await found;
  return { people: [...people.values()], askedAt, requests: org.exchanges.length - before };
}

describe('a crawl', () => {
  it('finds everybody, deactivated people too, with what a migration needs to know', async () => {
    const { people, askedAt, requests } = await crawl();
    expect([people.length, requests, askedAt]).toEqual([PEOPLE, PAGES, now]);
    const { accounts, org: directory } = org.okta.world;
    for (const { id, login, status, provider } of people) {
      const isHook = accounts.of(id).credential.kind === 'hook';
      expect([login, status, provider]).toEqual([
        directory.get(id)?.profile['login'],
        directory.get(id)?.status,
        isHook ? 'IMPORT' : 'OKTA',
      ]);
    }
  });

  it('that was stopped behind any page goes on there, and ends as an uninterrupted one', async () => {
    const whole = await crawl({ maxAgeMs: 0 });
    for (let pages = 1; pages < PAGES; pages += 1) {
      await expect(crawl({ pages, maxAgeMs: 0 })).rejects.toThrow('stopped');
      const rest = await crawl();
      expect([rest.requests, rest.askedAt]).toEqual([PAGES - pages, now]);
      expect(rest.people).toEqual(whole.people);
    }
  });

  it('is not repeated while it is young, and is when it is old, when asked to, and after a clock went back', async () => {
    await crawl();
    now += HOUR_MS - 1;
    expect(await crawl()).toMatchObject({ requests: 0, askedAt: now - HOUR_MS + 1 });
    expect(await crawl({ maxAgeMs: 0 })).toMatchObject({ requests: PAGES, askedAt: now });
    now += HOUR_MS;
    expect((await crawl()).requests).toBe(PAGES);
    now -= 2 * HOUR_MS;
    expect((await crawl()).requests).toBe(PAGES);
  });

  it('asks again for a last line that was torn at any byte, and for no more', async () => {
    await crawl();
    const text = await readFile(cache());
    const last = text.lastIndexOf('\n', text.length - 2) + 1;
    for (const cut of [last + 1, last + 30, Math.floor((last + text.length) / 2), text.length - 1]) {
      await writeFile(cache(), text.subarray(0, cut));
      expect(await crawl()).toMatchObject({ requests: 1 });
      expect(await readFile(cache())).toEqual(text);
    }
  });

  it('believes no line that was changed, left out, repeated, or put elsewhere', async () => {
    await crawl();
    const lines = (await readFile(cache(), 'utf8')).trimEnd().split('\n');
    const [head = '', one = '', two = '', ...rest] = lines;
    const damaged = [
      [head, one.replace('IMPORT', 'OKTA'), two, ...rest],
      [head, two, ...rest],
      [head, one, one, two, ...rest],
      [head, two, one, ...rest],
      [one, two, ...rest],
      [head.replace('"askedAt":', '"askedAt":9'), one, two, ...rest],
      ['', head, one, two, ...rest],
      ['\u0000\ufffd'],
    ];
    for (const changed of damaged) {
      await writeFile(cache(), `${changed.join('\n')}\n`);
      const { requests, people } = await crawl();
      expect([requests, people.length]).toEqual([PAGES, PEOPLE]);
    }
  });

  it('believes no people of another org', async () => {
    await crawl({ org: 'https://other.example.com' });
    expect((await crawl()).requests).toBe(PAGES);
  });

  it('begins again when Okta has forgotten the cursor', async () => {
    await expect(crawl({ pages: 1 })).rejects.toThrow('stopped');
    const client = {
      ...org.client,
      pages: (route: string, options: Parameters<typeof org.client.pages>[1]) =>
        org.client.pages(route.replace(/after=\w+/, 'after=forgotten'), options),
    };
    const { requests, people } = await crawl({}, client);
    expect([requests, people.length]).toEqual([1 + PAGES, PEOPLE]);
  });

  it('keeps people in a file that its owner alone can read, also where there was another', async () => {
    await writeFile(cache(), 'something', { mode: 0o644 });
    await crawl();
    expect((await stat(cache())).mode & 0o777).toBe(0o600);
    await appendFile(cache(), 'torn');
    expect((await crawl()).requests).toBe(0);
  });
});
