import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { EXIT } from '../../cli/command.ts';
import { commands } from '../../cli/commands.ts';
import { run } from '../cli/harness.ts';
import { blocksOf, linesOf, pages, ROOT } from './markdown.ts';

const { scripts } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));

/** Every line that the documentation tells people to type, with its page. */
async function typed(): Promise<readonly { readonly file: string; readonly line: string }[]> {
  return (await pages()).flatMap((page) =>
    blocksOf(page)
      .filter(({ language }) => language === 'sh')
      .flatMap(linesOf)
      .map((line) => ({ file: page.file, line })),
  );
}

/** A world without any file, with an org that does not answer, in which somebody has pressed Ctrl-C already. */
const NOTHING_THERE = {
  cwd: '/no/such/folder',
  env: { OKTA_BASE_URL: 'https://localhost:1', OKTA_API_TOKEN: 'none' },
  signal: AbortSignal.abort(),
};

/** What is wrong with what follows `npm run hooks --`, as the commands themselves read it; undefined: nothing. */
async function faultOf(line: string): Promise<string | undefined> {
  const { code, out, err } = await run(wordsOf(line), NOTHING_THERE);
  return code === EXIT.usage ? `${out}${err}` : undefined;
}

/** The words of a line up to the first sign of the shell's own; a quoted word may hold any. */
function wordsOf(line: string): readonly string[] {
  const [words = ''] = /^(?:'[^']*'|[^'|<>;&])*/.exec(line) ?? [];
  return [...words.matchAll(/'([^']*)'|[^\s']+/g)].map(([word, quoted]) => quoted ?? word);
}

describe('what the documentation tells people to type', () => {
  it('are npm scripts that exist', async () => {
    const lines = await typed();
    const names = lines.flatMap(({ line }) =>
      [...line.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name),
    );
    expect(names.length).toBeGreaterThan(25);
    expect(names.filter((name) => name === undefined || !(name in scripts))).toEqual([]);
  });

  it('are command lines as the commands read them: with their operands, options that exist and values', async () => {
    const lines = (await typed()).filter(({ line }) => line.includes('npm run hooks -- '));
    expect(lines.length).toBeGreaterThan(20);
    const faults = await Promise.all(
      lines.map(async ({ file, line }) => {
        const [, rest = ''] = /npm run hooks -- (.*)/.exec(line) ?? [];
        const fault = await faultOf(rest);
        return fault === undefined ? [] : [`${file}: ${line}: ${fault}`];
      }),
    );
    expect(faults.flat()).toEqual([]);
  });

  it("are examples of the commands' own help, which they read too", async () => {
    const faults = await Promise.all(
      commands.map(async ({ name, load }) => {
        const { examples } = (await load()).command;
        if (examples.length === 0) return [`${name}: no example`];
        const found = await Promise.all(
          examples.map(async (line) => {
            if (!`${line} `.startsWith(`${name} `)) return [`${name}: ${line}: another command`];
            const fault = await faultOf(line);
            return fault === undefined ? [] : [`${line}: ${fault}`];
          }),
        );
        return found.flat();
      }),
    );
    expect(faults.flat()).toEqual([]);
  });

  it.each([
    ['decide --rules', "Option '--rules <value>' argument missing"],
    ['decide', '<payload.json> is missing'],
    ['decide one.json two.json', 'too many arguments: 2 instead of 1'],
    ['decide one.json --rule my-rules.yaml', "Unknown option '--rule'"],
    ['rehearse people.csv --directory org.csv --workers none', '--workers takes a whole number'],
    ['rules', 'rules check'],
    ['rule check', 'there is no such command'],
  ])('would be found wrong if one were %j', async (line, fault) => {
    expect(await faultOf(line)).toContain(fault);
  });
});
