import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type Block, blocksOf, page } from './markdown.ts';
import { type Step, stepsOf } from './steps.ts';
import { Terminal } from './terminal.ts';

const ORG = 'npm run okta-stand-in';
const LAPTOP = 'npm start';

/** Pages whose shell blocks are typed from the first to the last, and what is running before. */
const PLAYED: readonly { readonly file: string; readonly running: readonly string[] }[] = [
  { file: 'README.md', running: [] },
  { file: 'docs/okta-stand-in.md', running: [LAPTOP] },
  { file: 'docs/rehearsal.md', running: [] },
  { file: 'docs/logins.md', running: [LAPTOP] },
  { file: 'docs/registering.md', running: [ORG, LAPTOP] },
  { file: 'docs/migration.md', running: [`${ORG} -- --app Webshop`, LAPTOP] },
];

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The first line of the page that was not printed, in the page's order; `…` stands for anything. */
function missing(shown: string, printed: string): string | undefined {
  const lines = printed.split('\n').map((line) => line.trimEnd());
  let from = 0;
  for (const line of shown.split('\n').map((one) => one.trimEnd())) {
    if (line === '' || line.trim() === '…') continue;
    const pattern = new RegExp(`^${line.split('…').map(escaped).join('.*')}$`);
    const found = lines.findIndex((one, index) => index >= from && pattern.test(one));
    if (found < 0) return line;
    from = found + 1;
  }
  return undefined;
}

/** Takes the comment signs away from the lines of a shipped rule, as the README tells. */
async function uncomment(terminal: Terminal, { text }: Block): Promise<void> {
  const file = path.join(terminal.folder, 'rules/import.yaml');
  const rules = await readFile(file, 'utf8');
  await writeFile(file, rules.replace(text.replace(/^ {2}/gm, '  # '), text));
}

/** Types a step line by line, and throws what is not as the page says. */
async function play(terminal: Terminal, { lines, shown, ends }: Step): Promise<void> {
  const wrong = (line: string, what: string, text: string) =>
    new Error([line, what, `it printed:\n${text}`].join('\n\n'));
  let printed = '';
  for (const line of lines) {
    const { text, code } = await terminal.type(line);
    if (code !== null && code !== ends) throw wrong(line, `ended with ${code}, and not with ${ends}`, text);
    printed += text;
  }
  const line = shown === undefined ? undefined : missing(shown, printed);
  if (line !== undefined) throw wrong(lines.join('\n'), `did not print: ${line}`, printed);
}

describe.each(PLAYED)('$file', ({ file, running }) => {
  it('shows what its commands print, and says how each of them ends', async () => {
    const terminal = await Terminal.open();
    try {
      for (const service of running) await terminal.type(service);
      for (const step of stepsOf(blocksOf(await page(file)))) {
        if ('language' in step) await uncomment(terminal, step);
        else await play(terminal, step);
      }
      expect.assertions(0);
    } finally {
      await terminal.close();
    }
  }, 600_000);
});
