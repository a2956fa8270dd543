import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { compileRules } from '../../rules/compile.ts';
import { rulesSchemas } from '../../rules/generate.ts';

const folder = new URL('../../rules/', import.meta.url);
const read = (name: string) => readFile(new URL(name, folder), 'utf8');
const shipped = await read('import.yaml');

/** The commented examples, each as a rule: from its `# - name:` to the end of the comment. */
const examples = [...shipped.matchAll(/^ {2}# (- name: (\S+)\n(?: {2}# .*\n)*)/gm)].map(
  ([, text = '', name = '']) => ({ name, rule: `  ${text.replaceAll(/^ {2}# /gm, '  ')}` }),
);

describe('the rules that are shipped', () => {
  it('change nothing but a login in conflict', () => {
    const { rules, warnings } = compileRules(shipped, 'rules/import.yaml');
    expect(warnings).toEqual([]);
    expect(rules.rules.map(({ name }) => name)).toEqual(['unique-login']);
    expect(rules.rules[0]).toMatchObject({
      when: { source: 'action == "CREATE_USER" && "login" in conflicts' },
      set: [],
      login: { from: 2, write: [{ profile: 'user', attribute: 'login' }] },
      create: false,
    });
  });

  it('have the examples the documentation speaks of', () => {
    expect(examples.map(({ name }) => name)).toEqual([
      'plain-logins',
      'contractor-domain',
      'returning-employee',
      'test-accounts',
    ]);
  });

  it.each(examples)('compile with the example $name uncommented', ({ name, rule }) => {
    const uncommented = compileRules(`${shipped.trimEnd()}\n\n${rule}`, 'rules/import.yaml');
    expect(uncommented.warnings).toEqual([]);
    expect(uncommented.rules.rules.at(-1)?.name).toBe(name);
  });

  it('compile with all examples uncommented where they stand', () => {
    const text = shipped.replaceAll(/^ {2}# (- name:| {2}\S| {4}\S)/gm, '  $1');
    const { rules, warnings } = compileRules(text, 'rules/import.yaml');
    expect(warnings).toEqual([]);
    expect(rules.rules).toHaveLength(5);
  });
});

describe('the schema for editors', () => {
  it.each(Object.entries(rulesSchemas()))('%s is what the compiler checks', async (name, text) => {
    expect(await read(name)).toBe(text);
  });
});
