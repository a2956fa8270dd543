import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { createEnvironment, FUNCTION_NAMES } from '../../lambda/imports/expressions/environment.ts';
import { prepareExpression } from '../../lambda/imports/expressions/prepare.ts';
import { compileRules } from '../../rules/compile.ts';

const page = await readFile(new URL('../../docs/rules.md', import.meta.url), 'utf8');
const rows = [...page.matchAll(/^\| `([^`]+)` \| (?:`([^`]+)`|(does not apply)) \|$/gm)];
const environment = createEnvironment({});
const outcome = (source: string) => prepareExpression(environment, source, 'dyn')({});

describe('the reference of the rule language', () => {
  it.each(rows.map(([, source = '', result, never]) => ({ source, says: result ?? never ?? '' })))(
    '$source: $says',
    ({ source, says }) => {
      const expected = says === 'does not apply' ? { kind: 'notApplicable' } : outcome(says);
      expect(outcome(source)).toEqual(expected);
    },
  );

  it('has an example of every function', () => {
    const shown = rows.map(([, source = '']) => source.slice(0, source.indexOf('(')));
    expect(shown).toEqual(expect.arrayContaining([...FUNCTION_NAMES]));
  });

  it('shows rules that compile without a warning', () => {
    const blocks = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = '']) => text);
    expect(blocks).toHaveLength(2);
    for (const block of blocks) expect(compileRules(block, 'docs/rules.md').warnings).toEqual([]);
  });
});
