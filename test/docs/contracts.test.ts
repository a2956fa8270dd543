import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROOT } from './markdown.ts';

const FOLDERS = '{lambda,infra,rules,rehearsal,local,cli,report,events,examples,bench,licences,mutants}';

/** An exported function or class at the beginning of a line, an arrow function too. */
const EXPORTED =
  /^export (?:(?:async )?function\*? (\w+)|(?:abstract )?class (\w+)|const (\w+)(?:: [^=]+)? =\s*(?:async )?(?:<[^>]+>)?\()/;

describe('an exported function', () => {
  it('states its contract in a comment', async () => {
    const silent: string[] = [];
    let all = 0;
    for await (const file of glob(`${FOLDERS}/**/*.ts`, { cwd: ROOT })) {
      const lines = (await readFile(path.join(ROOT, file), 'utf8')).split('\n');
      for (const [index, line] of lines.entries()) {
        const [found, ...names] = EXPORTED.exec(line) ?? [];
        if (found === undefined) continue;
        all += 1;
        if (!lines[index - 1]?.trimEnd().endsWith('*/')) {
          silent.push(`${file}: ${names.find((name) => name !== undefined)}`);
        }
      }
    }
    expect(all).toBeGreaterThan(300);
    expect(silent).toEqual([]);
  });
});
