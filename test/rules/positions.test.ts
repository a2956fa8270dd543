import { describe, expect, it } from '@jest/globals';
import { stringify } from 'yaml';
import { valueAt } from '../../rules/compiler.ts';
import { readYaml } from '../../rules/yaml-source.ts';
import { fc } from '../fuzz.ts';

/** The rest of the line at which `needle`, a word of the text at `when`, is said to be. */
function pointedAt(text: string, needle: string): string | undefined {
  const { source } = readYaml(text);
  const value = valueAt(source?.value, ['when']);
  if (!source || typeof value !== 'string') return undefined;
  const { line, column } = source.positionIn(['when'], value.indexOf(needle));
  return text.split(/\r?\n/)[line - 1]?.slice(column - 1);
}

describe('the position of a word inside an expression', () => {
  it.each([
    ['plain', 'when: foo + bar # why\n', 'bar # why'],
    ['plain over two lines', 'when: foo +\n   baz + bar\n', 'bar'],
    ['single-quoted', "when: 'it''s + ''x'' + bar'\n", "bar'"],
    ['single-quoted over lines', "when: 'foo\n\n   + bar'\n", "bar'"],
    ['double-quoted', 'when: "\\"x\\" \\t\\u00e9\\U0001F600 + bar"\n', 'bar"'],
    ['double-quoted with a continued line', 'when: "foo \\\n    + bar"\n', 'bar"'],
    ['literal block', 'when: |\n  foo &&\n    bar\n', 'bar'],
    ['literal block with its indentation told', 'when: |2-\n     foo &&\n   bar\n', 'bar'],
    ['literal block under a comment', 'when: | # why\n  foo &&\n  bar', 'bar'],
    ['folded block', 'when: >-\n  foo &&\n\n  bar\n\n\nx: 1\n', 'bar'],
    ['inside a flow map', '{when: "foo + bar", x: bar}', 'bar", x: bar}'],
    ['with Windows line ends', 'when: |\r\n  foo &&\r\n    bar\r\nx: 1\r\n', 'bar'],
    ['behind a byte order mark', '\u{feff}when: foo + bar\n', 'bar'],
  ])('is right in a %s scalar', (_, text, expected) => {
    expect(pointedAt(text, 'bar')).toBe(expected);
  });

  it('points at the word however the YAML library writes the text', () => {
    const word = fc.stringMatching(/^[a-z"' \\\n:#é]{0,20}$/);
    const styles = fc.constantFrom(
      'PLAIN' as const,
      'QUOTE_SINGLE' as const,
      'QUOTE_DOUBLE' as const,
      'BLOCK_LITERAL' as const,
      'BLOCK_FOLDED' as const,
    );
    fc.assert(
      fc.property(word, word, styles, fc.constantFrom(20, 80), (left, right, style, lineWidth) => {
        const text = stringify({ when: `${left}@${right}` }, { defaultStringType: style, lineWidth });
        expect(pointedAt(text, '@')?.charAt(0)).toBe('@');
      }),
    );
  });

  it('of what is missing is where the thing around it begins', () => {
    const { source } = readYaml('rules:\n  - name: one\n    login:\n      from: 2\n');
    expect(source?.positionOf(['rules', 0, 'login', 'write', 3])).toEqual({ line: 4, column: 7 });
    expect(source?.positionOf(['person'])).toEqual({ line: 1, column: 1 });
    expect(source?.positionOfKey(['rules', 0, 'login'])).toEqual({ line: 3, column: 5 });
  });
});

describe('YAML that is refused', () => {
  it.each([
    ['nothing', '', 1, 1, 'empty'],
    ['comments alone', '# nothing\n', 1, 1, 'empty'],
    ['an anchor', 'a: 1\nb: &x 1\n', 2, 7, 'yaml_feature'],
    ['an alias', 'a: *x\n', 1, 4, 'yaml_feature'],
    ['a bomb of aliases', 'a: &a [x]\nb: &b [*a,*a]\nc: [*b,*b]\n', 1, 7, 'yaml_feature'],
    ['a tag', 'a: !js 1\n', 1, 4, 'yaml_syntax'],
    ['another YAML version', '%YAML 1.1\n---\na: no\n', 1, 1, 'yaml_feature'],
    ['a second document', 'a: 1\n---\nb: 2\n', 2, 1, 'several_documents'],
    ['a key that is there twice', 'a: 1\nb: 2\na: 3\n', 3, 1, 'duplicate_key'],
    ['a key __proto__', 'a:\n  __proto__: 1\n', 2, 3, 'yaml_feature'],
    ['an open bracket', 'a: [1,\nb: 2\n', 2, 1, 'yaml_syntax'],
    ['a tab as indentation', 'a:\n\tb: 1\n', 2, 1, 'yaml_syntax'],
    ['text behind a quoted text', 'when: "login" in conflicts\n', 1, 15, 'yaml_syntax'],
    ['a key that is a list', '? [a]\n: 1\n', 1, 3, 'yaml_syntax'],
  ])('%s', (_, text, line, column, code) => {
    const { source, faults } = readYaml(text);
    expect(source).toBeUndefined();
    expect(faults[0]).toMatchObject({ line, column, code });
  });

  it('thousands of open brackets are a fault, not a crash', () => {
    const { source, faults } = readYaml('['.repeat(50_000));
    expect(source).toBeUndefined();
    expect(faults).toHaveLength(1);
  });

  it('a file too large to be written by hand is not read', () => {
    expect(readYaml('#'.repeat(300_000)).faults).toMatchObject([{ code: 'too_large' }]);
  });
});
