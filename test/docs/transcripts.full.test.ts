import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type Block, blocksOf, linesOf, page } from './markdown.ts';
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

/** What is not typed here, and why. */
const NOT_TYPED: readonly (readonly [RegExp, why: string])[] = [
  [
    /^(npm ci && )?npm (ci|test|run (test|bench|deploy|synth|mutants)\b.*)$/,
    'longer than a page should take, or tests itself',
  ],
  [/OKTA_DOMAIN=/, 'names an org that is not ours; without it the stand-in org is asked'],
  [/hooks\.example\.com|--from-okta/, 'calls a service in AWS, or an org'],
];

/** A block as it is typed, with what the page shows after it. */
interface Step {
  readonly typed: string;
  readonly shown: string | undefined;
}

function stepsOf(blocks: readonly Block[]): readonly (Step | Block)[] {
  return blocks.flatMap((block, index): (Step | Block)[] => {
    if (block.language === 'yaml') return [block];
    if (block.language !== 'sh') return [];
    const typed = linesOf(block).filter((line) => !NOT_TYPED.some(([pattern]) => pattern.test(line)));
    const next = blocks[index + 1];
    const isOutput = next && (next.language === '' || next.language === 'text');
    return typed.length > 0 ? [{ typed: typed.join('\n'), shown: isOutput ? next.text : undefined }] : [];
  });
}

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

describe.each(PLAYED)('$file', ({ file, running }) => {
  it('shows what its commands print', async () => {
    const terminal = await Terminal.open();
    try {
      for (const service of running) await terminal.type(service);
      for (const step of stepsOf(blocksOf(await page(file)))) {
        if ('language' in step) {
          await uncomment(terminal, step);
          continue;
        }
        const { text, code } = await terminal.type(step.typed);
        const line = step.shown === undefined ? undefined : missing(step.shown, text);
        const failed = code !== null && code !== 0 && code !== 3;
        if (failed || line !== undefined) {
          const what = line === undefined ? `ended with ${code}` : `did not print: ${line}`;
          throw new Error(`${file}\n\n${step.typed}\n\n${what}\n\nit printed:\n${text}`);
        }
      }
      expect.assertions(0);
    } finally {
      await terminal.close();
    }
  }, 600_000);
});
