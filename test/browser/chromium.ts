import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where Debian, Ubuntu and macOS put the browser; `CHROMIUM` names another place. */
const PLACES = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const found = PLACES.find((place) => place !== undefined && existsSync(place));

/** Whether this machine has the browser; says so where it has none, and throws where it must have one (`CI`). */
export function hasChromium(what: string): boolean {
  if (found !== undefined) return true;
  if (process.env['CI']) throw new Error(`${what} needs Chromium: install it, or name it in CHROMIUM`);
  process.stderr.write(`SKIPPED: ${what}. There is no Chromium here: install it, or name it in CHROMIUM\n`);
  return false;
}

/** Starts the browser; pages are this project's own, and a container gives it no sandbox. */
export function startChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: found ?? 'chromium',
    chromiumSandbox: false,
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
}
