import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadRules } from '../../lambda/imports/load-rules.ts';
import { identityOf } from '../../lambda/imports/owner.ts';
import { prepareRules } from '../../lambda/imports/prepared-rules.ts';
import { situationOf } from '../../lambda/imports/situation.ts';
import { compileRules } from '../../rules/compile.ts';
import { callFor } from './world.ts';

const compiled = compileRules(
  `version: 1\nattributes: [appUser.badge]\nperson: appUser.badge\nwhenUnknown: fail\nonDeadline: default\n`,
  'import.yaml',
).rules;
const { person } = prepareRules(compiled);
const identity = (badge: unknown) => identityOf(person, situationOf(callFor({ appUser: { badge } })));

describe('a person is to the ledger', () => {
  it.each([
    ['E7', 'E7'],
    [7, '7'],
    [7.5, '7.5'],
    [0, '0'],
  ])('what the rules say: %j', (badge, name) => {
    expect(identity(badge)).toEqual({ owner: { appId: '0oaapp', person: name }, weak: false });
  });

  it.each([[''], [null], [true], [['E7']], [{ id: 'E7' }]])(
    'a digest of the profile instead of %j',
    (badge) => {
      const { owner, weak } = identity(badge);
      expect(weak).toBe(true);
      expect(owner).toEqual({ appId: '0oaapp', person: expect.stringMatching(/^profile:[\w-]{43}$/) });
    },
  );

  it('the same digest whatever the order of attributes, lists in their order', () => {
    const digest = (appUser: object) => {
      const { owner } = identityOf(person, situationOf(callFor({ appUser: { badge: null, ...appUser } })));
      return owner.person;
    };
    expect(digest({ a: 1, b: { d: [1, 2], c: 3 } })).toBe(digest({ b: { c: 3, d: [1, 2] }, a: 1 }));
    expect(digest({ a: [1, 2] })).not.toBe(digest({ a: [2, 1] }));
    expect(digest({ a: 1 })).not.toBe(digest({ a: '1' }));
  });
});

describe('the file of compiled rules', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'rules-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const fileOf = async (text: string) => {
    const file = path.join(folder, 'rules.json');
    await writeFile(file, text);
    return file;
  };

  it('is what the compiler made', async () => {
    const { rules, whenUnknown, onDeadline, loginPattern } = loadRules(
      await fileOf(JSON.stringify(compiled)),
    );
    expect({ rules, whenUnknown, onDeadline, loginPattern }).toEqual({
      ...{ rules: [], whenUnknown: 'fail', onDeadline: 'default', loginPattern: 'email' },
    });
  });

  it.each(['', '{', '{}', 'null', '{"person":{"source":"(("},"rules":[]}'])(
    'or the start fails, naming the variable: %j',
    async (text) => {
      const file = await fileOf(text);
      expect(() => loadRules(file)).toThrow('RULES_FILE: expected a file made by the rules compiler');
    },
  );

  it('or is not there, which is no better', () => {
    expect(() => loadRules(path.join(folder, 'none.json'))).toThrow('RULES_FILE: expected a file');
  });
});
