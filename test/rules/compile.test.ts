import { describe, expect, it } from '@jest/globals';
import { compileRules, compileRulesFile } from '../../rules/compile.ts';
import { formatProblem, type Problem, RulesInvalid } from '../../rules/problem.ts';
import { rulesText } from '../arbitraries/rules.ts';
import { fc } from '../fuzz.ts';

function problemsOf(text: string): readonly Problem[] {
  try {
    return compileRules(text, 'r.yaml').warnings;
  } catch (error) {
    if (error instanceof RulesInvalid) return error.problems;
    throw error;
  }
}

const shown = (text: string) => problemsOf(text).map(formatProblem);
/** A file with one rule; its first line is line 4. */
const ruleFile = (lines: string) =>
  `version: 1\nrules:\n  - name: one\n    ${lines.replaceAll('\n', '\n    ')}\n`;
const LOGIN = "login: { candidates: ['user.email'] }";

describe('the top of a rules file', () => {
  it.each([
    ['whenUnknwon: claim', 'r.yaml:2:1: unknown key "whenUnknwon"; did you mean "whenUnknown"?'],
    ['onDeadline: eror', 'found the text "eror"; expected error, default; did you mean "error"?'],
    ['attributes: [usr.x]', 'r.yaml:2:14: found the text "usr.x"; expected user.<attribute> or'],
    ["loginPattern: '(a+)+'", 'expected email, any, or one character class with +'],
    ["loginPattern: '[z-a]+'", 'r.yaml:2:15: "[z-a]+" is no character class'],
    ["loginPattern: '[^a]+'", 'expected email, any, or one character class with +'],
    ['person: appUser.externlId', 'did you mean "appUser.externalId"?'],
    ["person: 'size(user.login)'", 'r.yaml:2:10: this is of type int; expected a text (string)'],
    ['rules: 5', 'r.yaml:2:8: found the number 5; expected a list'],
  ])('%s', (line, expected) => {
    const problems = shown(`version: 1\n${line}\n`);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(expected);
  });

  it('needs the version this compiler knows', () => {
    expect(shown('rules: []')).toEqual(['r.yaml:1:1: the key "version" is missing']);
    expect(shown('version: 2')).toEqual(['r.yaml:1:10: found the number 2; expected 1']);
    expect(shown('- 1')).toEqual(['r.yaml:1:1: found a list of 1; expected keys with values']);
  });
});

describe('a rule', () => {
  it.each([
    ['whne: "true"\nstop: true', '4:5 rule "one": unknown key "whne"; did you mean "when"?'],
    ['set: { title: \'"x"\' }', '4:12 rule "one": "title" is no attribute; expected user.<attribute>'],
    ['set: { user.title: 5 }', '4:24 rule "one": found the number 5; expected a text, in quotes'],
    ['set: { user.title: Manager }', `a text in quotes of its own: '"Manager"'`],
    ['stop: yes', 'found the text "yes"; expected true or false'],
    ['when: "true"', '3:5 rule "one": the rule does nothing; expected one of set, login'],
    [`${LOGIN}\nlink: 'user.email'`, '5:5 rule "one": a rule with "login" has no "link"'],
    ['otherwise: \'"x"\'\nstop: true', '4:5 rule "one": "otherwise" without "login"'],
    ['login: {}', '4:5 rule "one": there is no login to try; expected candidates or numbered'],
    ['login: { candidates: [] }', '4:5 rule "one": there is no login to try'],
    ["login: { numbered: 'string(n)', from: 5, to: 4 }", '4:50 rule "one": there is no number from 5 to 4'],
    ["login: { numbered: 'string(n)', from: 100000 }", 'there is no number from 100000 to 99999'],
    ["login: { numbered: 'string(n)', from: -1 }", 'found the number -1; expected at least 0'],
    ["login: { numbered: 'string(n)', to: 2.5 }", 'found the number 2.5; expected a whole number'],
    ["login: { numbered: 'user.email' }", '4:25 rule "one": "n" is not used'],
    [
      "login: { candidates: ['string(n)'] }",
      '4:35 rule "one": unknown variable "n"; expected n in "numbered" only',
    ],
    [`login: { candidates: ['user.email'], from: 2 }`, '4:42 rule "one": "from" without "numbered"'],
    ["login: { candidates: ['user.email'], write: [] }", 'found an empty list; expected at least 1 item(s)'],
    ['when: user.active\nstop: true', 'this is of type dyn; expected true or false (bool)'],
  ])('%s', (lines, expected) => {
    const errors = shown(ruleFile(lines)).filter((problem) => !problem.includes(' warning'));
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain(expected);
  });

  it('that promises a login and does not write it where Okta takes it from is a warning', () => {
    const promising = (write: string) =>
      shown(ruleFile(`login:\n  candidates: [user.email]\n  write: ${write}`));
    expect(promising('[appUser.userName]')).toEqual([
      'r.yaml:6:14 warning rule "one": the promised login is not written to the Okta profile: only a mapping could bring it there; expected user.login among them',
    ]);
    expect(promising('[appUser.userName, user.login]')).toEqual([]);
    expect(shown(ruleFile(LOGIN))).toEqual([]);
  });

  it('has a name of its own', () => {
    expect(shown('version: 1\nrules:\n  - stop: true\n')).toEqual(['r.yaml:3:5: the key "name" is missing']);
    expect(shown(`${ruleFile('stop: true')}  - name: one\n    stop: true\n`)).toEqual([
      'r.yaml:5:11 rule "one": there is another rule "one"',
    ]);
    expect(shown('version: 1\nrules:\n  - name: "a\\e[31m"\n    stop: true\n')[0]).toContain('\\u001b');
  });
});

describe('an expression of a rule', () => {
  it('with a misspelt variable is named by file, rule, line and column', () => {
    const text = ruleFile('when: |\n  action == "CREATE_USER"\n    && usr.login == "a"\nstop: true');
    expect(shown(text)).toEqual(['r.yaml:6:12 rule "one": unknown variable "usr"; did you mean "user"?']);
  });

  it('with a misspelt attribute is a warning, unless the attribute is declared', () => {
    const text = ruleFile('when: user.lgin == "a"\nstop: true');
    expect(shown(text)).toEqual([
      'r.yaml:4:16 warning rule "one": "user.lgin" is no standard attribute and not listed in "attributes"; did you mean "user.login"?',
    ]);
    expect(shown(`attributes: [user.lgin]\n${text}`)).toEqual([]);
  });
});

describe('a rules file', () => {
  it('gets all its problems at once, in the order of the file', () => {
    const text = `version: 2\nfoo: 1\nrules:\n  - name: a\n    when: usr\n    stop: 1\n  - name: a\n    when: '1 +'\n`;
    expect(problemsOf(text).map(({ line, code }) => `${line} ${code}`)).toEqual([
      '1 wrong_value',
      '2 unknown_key',
      '5 unknown_variable',
      '6 wrong_type',
      '7 no_action',
      '7 duplicate_name',
      '8 unexpected_token',
    ]);
  });

  it('that is not there, no file or not text is a problem like any other', async () => {
    await expect(compileRulesFile('no/such.yaml')).rejects.toThrow('no/such.yaml:1:1: there is no such file');
    await expect(compileRulesFile('rules')).rejects.toThrow('rules:1:1: the file cannot be read (EISDIR)');
    const executable = process.execPath;
    await expect(compileRulesFile(executable)).rejects.toMatchObject({ problems: [{ code: 'not_utf8' }] });
  });

  it('that is no YAML at all is told in a few lines, which quote nothing of it', () => {
    const lines = shown(`login: x\n${'ana: {hash: "$2y$10$secret"\nnext: }\n'.repeat(100)}`);
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.length).toBeLessThanOrEqual(10);
    expect(lines.join('\n')).not.toMatch(/ana|secret/);
  });

  it('compiles to what the Lambda reads, defaults filled in', () => {
    const { rules } = compileRules(ruleFile(`${LOGIN}\nset: { appUser.x: 'user.email' }`), 'r.yaml');
    const email = { source: 'user.email', reads: ['user.email'] };
    expect(rules).toEqual({
      version: 1,
      person: { source: 'appUser.externalId', reads: ['appUser.externalId'] },
      attributes: [],
      loginPattern: 'email',
      whenUnknown: 'claim',
      onDeadline: 'error',
      rules: [
        {
          name: 'one',
          set: [{ path: { profile: 'appUser', attribute: 'x' }, value: email }],
          login: {
            candidates: [email],
            from: 2,
            to: 99999,
            write: [{ profile: 'user', attribute: 'login' }],
          },
          create: false,
          stop: false,
        },
      ],
    });
    expect(JSON.parse(JSON.stringify(rules))).toEqual(rules);
  });

  it('of any text compiles, or has problems with a place in it; never anything else', () => {
    fc.assert(
      fc.property(rulesText, (text) => {
        const lines = text.split('\n').length;
        for (const problem of problemsOf(text)) {
          expect(problem.code).toMatch(/^[a-z][a-z0-9_]*$/);
          expect(problem.line).toBeGreaterThanOrEqual(1);
          expect(problem.line).toBeLessThanOrEqual(lines);
          expect(problem.column).toBeGreaterThanOrEqual(1);
          expect(formatProblem(problem)).toMatch(/^r\.yaml:\d+:\d+( warning)?( rule ".*")?: \P{Cc}+$/u);
        }
      }),
    );
  });
});
