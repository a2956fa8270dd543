import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import axe, { type AxeResults } from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { hasChromium, startChromium } from './chromium.ts';
import { HOSTILE, type ReportOnDisk, TURNING, writeReport } from './report-page.ts';

const inBrowser = hasChromium('the report in a browser') ? describe : describe.skip;

// a browser beside other work on two cores takes its time
jest.setTimeout(60_000);

let browser: Browser;
let report: ReportOnDisk;
let pages: Page[] = [];

type CSSColors = { readonly color: string; readonly background: string };

/** Everything a page asked for or complained about. */
const heard = { requests: [] as string[], complaints: [] as string[] };

async function open(options: BrowserContextOptions = {}): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
  pages.push(page);
  page.on('request', (request) => heard.requests.push(request.url()));
  page.on('console', (message) => heard.complaints.push(message.text()));
  page.on('pageerror', ({ message }) => heard.complaints.push(message));
  await page.goto(report.url);
  await page.locator('#person-0').waitFor();
  return page;
}

const found = (page: Page) => page.locator('#found').textContent();
const choose = (page: Page, filter: string, value: string) => page.selectOption(`#${filter}`, value);
const cells = (page: Page, name: string) => page.locator(`#table tbody td.${name}`).allTextContents();

async function faults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const results = await page.evaluate<AxeResults>('axe.run()');
  return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(', ')}`);
}

inBrowser('the report of 100,000 people in Chromium', () => {
  beforeAll(async () => {
    report = await writeReport(100_000);
    browser = await startChromium();
  });
  afterEach(async () => {
    await Promise.all(pages.map((page) => page.close()));
    pages = [];
  });
  afterAll(async () => {
    await browser?.close();
    await report?.remove();
  });

  it('draws the rows in view only, wherever one scrolls', async () => {
    const page = await open();
    const rows = () => page.locator('#table tbody tr').count();
    expect(await rows()).toBeLessThan(80);
    await page.locator('#scroller').evaluate((scroller) => scroller.scrollTo(0, scroller.scrollHeight));
    await page.locator('#person-99999').waitFor();
    expect(await rows()).toBeLessThan(80);
    expect((await cells(page, 'row')).at(-1)).toBe('100,001');
    expect(await page.locator('#table').getAttribute('aria-rowcount')).toBe('100001');
  });

  it('searches without case and diacritics, filters by outcome, rule, note and difference, and forgets it all', async () => {
    const page = await open();
    await page.fill('#search', 'ZOE MULLER99998@');
    await page.getByText('1 of 100,000 people', { exact: true }).waitFor();
    expect(await cells(page, 'row')).toEqual(['100,000']);
    await page.click('#reset');
    await page.locator('#person-1').waitFor();
    const counts: string[] = [];
    for (const [filter, value] of [
      ['outcome', 'failed'],
      ['outcome', 'person'],
      ['outcome', 'login'],
      ['outcome', 'different'],
      ['outcome', ''],
      ['rule', 'unique-login'],
      ['rule', ''],
      ['note', 'collides with row …'],
    ] as const) {
      await choose(page, filter, value);
      counts.push(`${value}: ${await found(page)}`);
    }
    expect(counts).toEqual([
      'failed: 5,000 of 100,000 people',
      'person: 15,000 of 100,000 people',
      'login: 20,000 of 100,000 people',
      'different: 1 of 100,000 people',
      ': 100,000 of 100,000 people',
      'unique-login: 20,000 of 100,000 people',
      ': 100,000 of 100,000 people',
      'collides with row …: 50,000 of 100,000 people',
    ]);
  });

  it('is no higher than the people whom it shows', async () => {
    const page = await open();
    const height = () => page.locator('#scroller').evaluate(({ offsetHeight }) => offsetHeight);
    const before = await height();
    await page.fill('#search', 'ZOE MULLER99998@');
    await page.getByText('1 of 100,000 people', { exact: true }).waitFor();
    expect(await height()).toBeLessThan(120);
    await page.fill('#search', 'nobody of this name');
    await page.getByText('0 of 100,000 people', { exact: true }).waitFor();
    expect(await height()).toBeLessThan(80);
    await page.click('#reset');
    await page.locator('#person-20').waitFor();
    expect(await height()).toBe(before);
  });

  it('leaves every cell of a person room beside a name without end', async () => {
    const page = await open({ viewport: { width: 390, height: 800 } });
    await page.locator('#person-0').click();
    const dialog = page.getByRole('dialog');
    const beyond = await dialog.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
    expect(beyond).toBeLessThanOrEqual(0);
    const widths = await dialog
      .locator('td')
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().width));
    expect(Math.min(...widths)).toBeGreaterThan(60);
  });

  it('lets a word that turns letters round turn no other word', async () => {
    const page = await open();
    const pieces = page.locator('#person-0 td.why bdi');
    expect(await pieces.allTextContents()).toEqual([HOSTILE, TURNING]);
    await page.locator('#person-0').click();
    expect(await page.locator('dialog li > bdi').allTextContents()).toEqual([TURNING]);
  });

  it('filters by a click on the chart’s legend, and back', async () => {
    const page = await open();
    const linked = page.getByRole('button', { name: /^linked/ });
    await linked.click();
    expect([await found(page), await linked.getAttribute('aria-pressed')]).toEqual([
      '15,000 of 100,000 people',
      'true',
    ]);
    await linked.click();
    expect(await found(page)).toBe('100,000 of 100,000 people');
  });

  it('sorts by a column, up and down, and tells which', async () => {
    const page = await open();
    const head = page.getByRole('columnheader', { name: 'Row' });
    await head.getByRole('button').click();
    expect([await head.getAttribute('aria-sort'), (await cells(page, 'row'))[0]]).toEqual([
      'descending',
      '100,001',
    ]);
    await page.getByRole('button', { name: 'Login after the hook' }).dblclick();
    expect((await cells(page, 'loginAfter'))[0]).toBe('zoe.renee.mueller99989@example.com');
    expect(await head.getAttribute('aria-sort')).toBe('none');
  });

  it('is worked by keys alone: search, move, open, go on, close, and be where one was', async () => {
    const page = await open();
    await page.keyboard.press('/');
    await page.keyboard.type('mueller');
    await page.locator('#person-19999').waitFor({ state: 'detached' });
    await page.getByText('20,000 of 100,000 people').waitFor();
    await page.locator('#table').focus();
    await page.keyboard.press('End');
    await page.locator('#person-19999[aria-selected=true]').waitFor();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    expect(await dialog.textContent()).toContain('zoe.renee.mueller7@example.com');
    await page.keyboard.press('ArrowRight');
    expect(await dialog.textContent()).toContain('zoe.renee.mueller8@example.com');
    await page.keyboard.press('Escape');
    expect(await dialog.count()).toBe(0);
    const table = page.locator('#table:focus');
    expect(await table.getAttribute('aria-activedescendant')).toBe('person-2');
  });

  it('shows before and after, the candidates, and the earlier outcome', async () => {
    const page = await open();
    await page.locator('#person-6').click();
    const tables = page.getByRole('dialog').getByRole('table');
    expect(await tables.allTextContents()).toEqual([
      'attributebeforeafteruser.loginzoë.müller6@example.comzoe.renee.mueller6@example.com',
      'candidateloginoutcomenumber 2zoe.renee.mueller6@example.comchosen',
    ]);
    await page.keyboard.press('Escape');
    await page.locator('#person-1').click();
    expect(await page.getByRole('dialog').textContent()).toContain('In the earlier rehearsal');
  });

  it('opens the person who was clicked, also far from the current one', async () => {
    const page = await open();
    await page.locator('#scroller').evaluate((scroller) => scroller.scrollTo(0, 180_000));
    await page.locator('#person-5003').click();
    expect(await page.getByRole('dialog').textContent()).toContain('5,004 of 100,000');
  });

  it('shows a person named like a script as text, runs nothing and asks nothing', async () => {
    const page = await open();
    await page.locator('#person-0').click();
    expect(await page.getByRole('dialog').getByRole('heading', { level: 2 }).textContent()).toBe(HOSTILE);
    expect(await page.title()).toBe('Import rehearsal: people.csv');
    expect(await page.locator('img, iframe, link').count()).toBe(0);
    expect(new Set(heard.requests)).toEqual(new Set([report.url]));
    expect(heard.complaints).toEqual([]);
  });

  it.each([
    ['light', {}],
    ['dark', { colorScheme: 'dark' }],
    ['narrow', { viewport: { width: 390, height: 800 } }],
    ['without animation and with forced colours', { forcedColors: 'active', reducedMotion: 'reduce' }],
  ] as const)('has no fault that axe finds, %s, with the details closed and open', async (_, options) => {
    const page = await open(options);
    const all = await faults(page);
    await page.locator('#person-6').click();
    expect([...all, ...(await faults(page))]).toEqual([]);
    const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    expect(overflow).toBeLessThanOrEqual(0);
  });

  it('prints the totals and the first thousand, light, without controls', async () => {
    const page = await open({ colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    await page.evaluate('dispatchEvent(new Event("beforeprint"))');
    expect(await page.locator('#table tbody tr:not(.filler)').count()).toBe(1000);
    expect(await page.locator('.controls').isVisible()).toBe(false);
    expect(await page.locator('#table.cut').count()).toBe(1);
    const { color, background } = await page.evaluate<CSSColors>(
      '({ color: getComputedStyle(document.body).color, background: getComputedStyle(document.body).backgroundColor })',
    );
    expect([color, background]).toEqual(['rgb(27, 32, 41)', 'rgb(255, 255, 255)']);
    await page.setViewportSize({ width: 718, height: 900 });
    expect(await page.getByRole('columnheader').count()).toBe(7);
    await page.emulateMedia({ media: 'screen' });
    await page.evaluate('dispatchEvent(new Event("afterprint"))');
    expect(await page.locator('#table tbody tr').count()).toBeLessThan(80);
  });
});
