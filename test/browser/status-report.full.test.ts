import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import axe, { type AxeResults } from 'axe-core';
import type { Browser } from 'playwright-core';
import { DAY_MS } from '../../cli/migration/days.ts';
import { figuresOf } from '../../cli/migration/figures.ts';
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

let browser: Browser;
let folder: string;
let url: string;

inBrowser('the page of a status in Chromium', () => {
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'status-'));
    const file = path.join(folder, 'status.html');
    const figures = figuresOf({ standings, strangers: [], askedAt: NOW, now: NOW });
    await writeFile(file, await statusReport(figures, HOSTILE));
    url = pathToFileURL(file).href;
    browser = await startChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true });
  });

  it.each([
    ['light', {}],
    ['dark', { colorScheme: 'dark' }],
    ['narrow', { viewport: { width: 390, height: 800 } }],
    ['with forced colours', { forcedColors: 'active' }],
  ] as const)('has no fault that axe finds, %s, nor runs or asks for anything', async (_, options) => {
    const requests: string[] = [];
    const complaints: string[] = [];
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
    page.on('request', (request) => requests.push(request.url()));
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', ({ message }) => complaints.push(message));
    await page.goto(url);
    expect(await page.title()).toContain('Migration status');
    expect(await page.locator('img, iframe, script').count()).toBe(0);
    expect([requests, complaints]).toEqual([[url], []]);
    const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    expect(overflow).toBeLessThanOrEqual(0);
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate<AxeResults>('axe.run()');
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target)}`)).toEqual([]);
    await page.close();
  });
});
