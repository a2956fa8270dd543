import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import axe, { type AxeResults } from 'axe-core';
import type { Browser } from 'playwright-core';
import { DAY_MS } from '../../cli/migration/days.ts';
import { figuresOf } from '../../cli/migration/figures.ts';
import type { FinalSheet } from '../../cli/migration/finish/sheet.ts';
import { sheetPage } from '../../cli/migration/finish/sheet-page.ts';
import { statusReport } from '../../cli/migration/report/status-report.ts';
import type { Standing } from '../../cli/migration/standing.ts';
import { hasChromium, startChromium } from './chromium.ts';
import { HOSTILE } from './report-page.ts';

const inBrowser = hasChromium('the status in a browser') ? describe : describe.skip;
jest.setTimeout(60_000);

const NOW = Date.parse('2026-11-20T12:00:00Z');

/** Three weeks of a programme in which nine of ten have come; every third person has a trouble of their own. */
const standings = Array.from({ length: 900 }, (_, index): Standing => {
  const createdAt = NOW - (21 - (index % 5)) * DAY_MS;
  const row = {
    row: index + 2,
    wave: String(index % 4),
    way: 'hook',
    id: `00u${index}`,
    login: 'x@example.com',
  } as const;
  const rest = {
    legacyHash: 'held' as const,
    groups: [index % 50 === 0 ? HOSTILE : `Group ${index % 20}`],
    createdAt,
    disagreements: [],
  };
  if (index % 10 > 0) {
    const migratedAt = createdAt + (1 + (index % 15)) * DAY_MS;
    return { ...row, ...rest, state: 'migrated', failures: 0, migratedAt };
  }
  const state = (['never seen', 'tried and failed', 'recovering'] as const)[index % 3] ?? 'never seen';
  return { ...row, ...rest, state, failures: index % 7, disagreements: index % 3 === 0 ? ['two ids'] : [] };
});

const nobody = { hash: 0, hook: 0, reset: 0 };
const sheet: FinalSheet = {
  ended: true,
  org: 'https://example.okta.com',
  plan: { source: HOSTILE, digest: '3f2a'.repeat(16), people: 40_000, refused: 12 },
  askedAt: new Date(NOW).toISOString(),
  endings: {
    'signed in': { hash: 12_000, hook: 20_000, reset: 0 },
    'new password': { hash: 0, hook: 0, reset: 3_000 },
    'hash imported': { hash: 5_000, hook: 0, reset: 0 },
    'has a link': nobody,
    gone: nobody,
    'never created': nobody,
    left: nobody,
  },
  onImport: { left: 0, ignored: 0, hashImported: 5_000 },
  left: {},
  hook: { state: 'none' },
};

let browser: Browser;
let folder: string;

const urlOf = (name: string) => pathToFileURL(path.join(folder, `${name}.html`)).href;

inBrowser('the pages of a migration in Chromium', () => {
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'status-'));
    const sources = { standings, strangers: [], askedAt: NOW, now: NOW };
    const pages = {
      status: await statusReport(figuresOf(sources), HOSTILE),
      near: await statusReport(figuresOf({ ...sources, deadline: '2026-11-22' }), HOSTILE),
      empty: await statusReport(figuresOf({ ...sources, standings: [] }), HOSTILE),
      sheet: await sheetPage(sheet),
    };
    for (const [name, page] of Object.entries(pages))
      await writeFile(path.join(folder, `${name}.html`), page);
    browser = await startChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true });
  });

  it.each([
    ['status', 'light', {}],
    ['status', 'dark', { colorScheme: 'dark' }],
    ['status', 'narrow', { viewport: { width: 390, height: 800 } }],
    ['status', 'with forced colours', { forcedColors: 'active' }],
    ['empty', 'light', {}],
    ['sheet', 'dark', { colorScheme: 'dark' }],
    ['sheet', 'narrow', { viewport: { width: 390, height: 800 } }],
  ] as const)(
    '%s: has no fault that axe finds, %s, nor runs or asks for anything',
    async (name, _, options) => {
      const url = urlOf(name);
      const requests: string[] = [];
      const complaints: string[] = [];
      const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
      page.on('request', (request) => requests.push(request.url()));
      page.on('console', (message) => complaints.push(message.text()));
      page.on('pageerror', ({ message }) => complaints.push(message));
      await page.goto(url);
      expect(await page.title()).toMatch(/^Migration (status|of)/);
      expect(await page.locator('img, iframe, script').count()).toBe(0);
      expect([requests, complaints]).toEqual([[url], []]);
      const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      expect(overflow).toBeLessThanOrEqual(0);
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate<AxeResults>('axe.run()');
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target)}`)).toEqual([]);
      await page.close();
    },
  );

  it.each([
    ['status', 320],
    ['status', 420],
    ['near', 320],
    ['near', 761],
    ['near', 1400],
  ])(
    '%s: the words of the chart can be read at %i pixels, none upon another or cut off',
    async (name, width) => {
      const page = await browser.newPage({ viewport: { width, height: 900 } });
      await page.goto(urlOf(name));
      const words = page.locator('.burn-down text:visible');
      const boxes = await words.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON()));
      expect(boxes.length).toBeGreaterThan(6);
      expect(Math.min(...boxes.map(({ height }) => height))).toBeGreaterThanOrEqual(12);
      const panel = await page
        .locator('.panel:has(.burn-down)')
        .evaluate((one) => one.getBoundingClientRect().toJSON());
      const outside = boxes.filter((one) => one.left < panel.left || one.right > panel.right);
      const crossing = boxes.filter((a, at) =>
        boxes
          .slice(0, at)
          .some((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom),
      );
      expect([outside, crossing]).toEqual([[], []]);
      await page.close();
    },
  );
});
