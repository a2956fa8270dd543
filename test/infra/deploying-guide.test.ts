import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { stackNameOf } from '../../infra/add-stack.ts';
import { HOOKS } from '../../infra/hooks.ts';
import { hookOutputs, OUTPUTS } from '../../infra/outputs.ts';
import { DEFAULT_STAGE } from '../../infra/settings.ts';
import { settingsSchema } from '../../infra/settings-schema.ts';

const PROJECT = path.join(import.meta.dirname, '../..');
const GUIDE = readFileSync(path.join(PROJECT, 'docs/deploying.md'), 'utf8');
const { scripts } = JSON.parse(readFileSync(path.join(PROJECT, 'package.json'), 'utf8'));

/** The three last cells of each row of the table of costs: dollars a month. */
function costs(): number[][] {
  const rows = GUIDE.split('\n').map((line) => line.split('|').slice(-4, -1).join(' ').replaceAll('*', ''));
  return rows
    .filter((cells) => /^( *\d+\.\d\d *){3}$/.test(cells))
    .map((cells) => cells.trim().split(/ +/).map(Number));
}

describe('the deploying guide', () => {
  it('explains every setting', () => {
    const settings = [...Object.keys(settingsSchema.shape), ...Object.keys(settingsSchema.parse({}).import)];
    expect(settings.filter((name) => !GUIDE.includes(`\`${name}\``))).toEqual([]);
  });

  it('reads outputs that the stack has', () => {
    const outputs = [...Object.values(OUTPUTS), ...HOOKS.flatMap(({ id }) => Object.values(hookOutputs(id)))];
    const read = [...GUIDE.matchAll(/cdk-outputs\.json'\)\.(\w+)\.(\w+)/g)];
    expect(read.length).toBeGreaterThan(2);
    for (const [, stack, output] of read) {
      expect(stack).toBe(stackNameOf(DEFAULT_STAGE));
      expect(outputs).toContain(output);
    }
  });

  it('runs npm scripts that exist', () => {
    const run = [...GUIDE.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name);
    expect(run.length).toBeGreaterThan(3);
    for (const name of run) expect(Object.keys(scripts)).toContain(name);
  });

  it('adds its costs up', () => {
    const rows = costs();
    const total = rows.pop() ?? [];
    expect(rows.length).toBeGreaterThan(10);
    for (const [column, sum] of total.entries()) {
      expect(rows.reduce((cents, row) => cents + Math.round((row[column] ?? 0) * 100), 0)).toBe(
        Math.round(sum * 100),
      );
    }
  });
});
