import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Command } from '../../cli/command.ts';
import { commands } from '../../cli/commands.ts';
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

/** What is wrong with the arguments of `npm run hooks --`; undefined: nothing. */
async function faultOf(argv: readonly string[]): Promise<string | undefined> {
  const entry = commands.find(({ name }) => `${argv.join(' ')} `.startsWith(`${name} `));
  if (!entry) return 'no such command';
  const { command } = await entry.load();
  return usageFault(command, argv.slice(entry.name.split(' ').length));
}

function usageFault(command: Command, words: readonly string[]): string | undefined {
  const unknown = words.flatMap((word) => {
    const [, name = ''] = /^--([\w-]+)/.exec(word) ?? [];
    return name === '' || name in command.options || name === 'no-json' ? [] : [`--${name}`];
  });
  if (unknown.length > 0) return `unknown ${unknown.join(', ')}`;
  return undefined;
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

  it('are commands and options that exist', async () => {
    const lines = (await typed()).filter(({ line }) => line.includes('npm run hooks -- '));
    expect(lines.length).toBeGreaterThan(20);
    const faults = await Promise.all(
      lines.map(async ({ file, line }) => {
        const [, rest = ''] = /npm run hooks -- ([^|<>;&]*)/.exec(line) ?? [];
        const fault = await faultOf(rest.trim().split(/\s+/));
        return fault === undefined ? [] : [`${file}: ${line}: ${fault}`];
      }),
    );
    expect(faults.flat()).toEqual([]);
  });

  it("are examples of the commands' own help, which parse too", async () => {
    const faults = await Promise.all(
      commands.map(async ({ name, load }) => {
        const { command } = await load();
        const wrong = command.examples.filter((line) => !line.includes(`${name} `) && !line.endsWith(name));
        const found = await Promise.all(
          command.examples.map((line) =>
            faultOf(line.slice(line.indexOf(name)).split(/[|<>]/)[0]?.trim().split(/\s+/) ?? []),
          ),
        );
        return [
          ...wrong,
          ...found.filter((fault) => fault !== undefined).map((fault) => `${name}: ${fault}`),
        ];
      }),
    );
    expect(faults.flat()).toEqual([]);
  });
});
