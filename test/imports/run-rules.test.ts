import { describe, expect, it } from '@jest/globals';
import { importRequestSchema } from '../../lambda/contract/import-request.ts';
import { prepareRules } from '../../lambda/imports/prepared-rules.ts';
import { runRules } from '../../lambda/imports/run-rules.ts';
import { situationOf } from '../../lambda/imports/situation.ts';
import { createLoginValidity } from '../../lambda/logins/validity.ts';
import { compileRules } from '../../rules/compile.ts';
import { callFor, type Person } from './world.ts';

/** What rules (the YAML of their list) make of a person, before any login is promised. */
function runOf(yaml: string, person: Person = {}) {
  const { rules } = compileRules(`version: 1\nattributes: [appUser.grade]\nrules:\n${yaml}`, 'import.yaml');
  return runRules(prepareRules(rules).rules, situationOf(callFor(person)), createLoginValidity('email'));
}

const notesOf = (run: ReturnType<typeof runOf>) => run.trace.map(({ notes }) => notes);
const LINKED: Person = { action: 'LINK_USER', userId: '00u1', matches: ['00u1'] };

describe('a run of the rules', () => {
  it('begins with the login as Okta sent it, nobody linked, nothing noted', () => {
    const run = runOf("  - name: r\n    when: 'false'\n    stop: true\n", { userId: '00u1' });
    expect(run).toMatchObject({ loginFrom: 'sent', errors: 0, failure: undefined, plan: undefined });
    expect(run.draft).toMatchObject({ action: 'CREATE_USER', linkId: undefined, written: [] });
    expect(run.trace).toEqual([{ rule: 'r', outcome: 'did not fire', notes: [], reads: [] }]);
  });

  it('begins with the match that Okta made', () => {
    expect(runOf("  - name: r\n    when: 'false'\n    stop: true\n", LINKED).draft.linkId).toBe('00u1');
  });

  it('never renames somebody who is linked, whichever way a rule tries it, and says so', () => {
    const run = runOf(
      `  - name: set
    set: { user.login: '"a.b@example.com"', user.department: '"x"' }
  - name: login
    login: { candidates: ['"c.d@example.com"'] }
`,
      LINKED,
    );
    expect(notesOf(run)).toEqual([
      ['set user.login: a linked person is never renamed'],
      ['login: a linked person is never renamed'],
    ]);
    expect(run).toMatchObject({ loginFrom: 'sent', plan: undefined });
    expect(run.draft.login).toBe('sally.admin@example.com');
    expect(run.draft.written.map(({ path }) => path.attribute)).toEqual(['department']);
  });

  it('counts and places the fault of every expression, by what it is for', () => {
    const run = runOf(`  - name: set
    set: { user.department: 'user.email > 1 ? "a" : "b"' }
  - name: link
    link: 'user.email > 1 ? "a" : "b"'
  - name: fail
    fail: 'user.email > 1 ? "a" : "b"'
`);
    expect(notesOf(run)).toEqual([
      [expect.stringMatching(/^set user\.department: [a-z_]+ at offset \d+$/)],
      [expect.stringMatching(/^link: [a-z_]+ at offset \d+$/)],
      [expect.stringMatching(/^fail: [a-z_]+ at offset \d+$/)],
    ]);
    expect(run).toMatchObject({ errors: 3, failure: 'refused by rule "fail"' });
    expect(run.draft.action).toBe('CREATE_USER');
  });

  it('counts the faults of candidates, and not the candidates that do not apply', () => {
    const run = runOf(`  - name: login
    login:
      candidates: ['user.email > 1 ? "a" : "b"', 'infix(user.login, appUser.grade)', '"a.b@example.com"']
    otherwise: 'user.email > 1 ? "a" : "b"'
`);
    expect(run).toMatchObject({ errors: 2, loginFrom: 'plan' });
    expect(notesOf(run)).toEqual([[expect.stringMatching(/^otherwise: [a-z_]+ at offset \d+$/)]]);
    expect(run.draft.login).toBe('a.b@example.com');
  });

  it('refuses with the text of the first rule that does, also where that is no text', () => {
    const run = runOf(`  - name: first
    fail: '"one"'
  - name: second
    fail: '"two"'
`);
    expect([run.failure, run.trace.map(({ rule }) => rule)]).toEqual(['one', ['first']]);
  });

  it('takes nobody for a target who is missing, and links nobody', () => {
    const run = runOf("  - name: link\n    link: 'appUser.grade'\n", { matches: ['00u1'] });
    expect(notesOf(run)).toEqual([['link: no appUser.grade']]);
    expect(run.draft).toMatchObject({ action: 'CREATE_USER', linkId: undefined });
  });

  it('keeps a login that Okta sent as no text from being one', () => {
    const run = runOf("  - name: r\n    when: 'false'\n    stop: true\n", { user: { login: null } });
    expect(run.draft.login).toBeUndefined();
  });
});

describe('a call that names no more than it must', () => {
  const bare = importRequestSchema.parse({
    eventType: 'com.okta.import.transform',
    data: {
      context: { application: { id: '0oaapp' } },
      action: { result: 'CREATE_USER' },
      appUser: { profile: {} },
      user: { profile: {} },
    },
  });

  it('is a person without conflicts, matches, policy, job and login', () => {
    const situation = situationOf(bare);
    expect(situation).toMatchObject({
      conflicts: [],
      matchIds: [],
      jobId: '',
      sentFold: '',
      appId: '0oaapp',
    });
    expect(situation.variables).toMatchObject({
      conflicts: [],
      matches: [],
      policy: [],
      action: 'CREATE_USER',
    });
    expect(situation.variables.job).toEqual(new Map());
  });

  it('has the policy and the job that Okta names', () => {
    const { variables, jobId } = situationOf(callFor({ jobId: 'ij7' }));
    expect([variables.policy, variables.job, jobId]).toEqual([['EMAIL'], new Map([['id', 'ij7']]), 'ij7']);
  });
});
