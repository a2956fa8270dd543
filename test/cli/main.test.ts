import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { CommandError, defineCommand, EXIT } from '../../cli/command.ts';
import { type CommandEntry, commands } from '../../cli/commands.ts';
import { ROOT, run } from './harness.ts';

const ran: unknown[] = [];
const tasks = {
  greet: defineCommand({
    operands: [
      { name: 'who', description: 'somebody' },
      { name: 'how', optional: true, description: 'a tone' },
    ],
    options: { times: { type: 'string', default: '1', placeholder: 'n', description: 'how often' } },
    examples: ['people greet Ann'],
    run: async ({ values, operands }, io) => {
      ran.push({ ...values, operands });
      io.stdout.write('hello\n');
      return EXIT.review;
    },
  }),
  fail: defineCommand({
    operands: [],
    options: {},
    examples: [],
    run: async () => {
      throw new CommandError('it broke', { where: 'here.json', next: 'mend it' });
    },
  }),
  crash: defineCommand({
    operands: [],
    options: {},
    examples: [],
    run: async () => {
      throw new TypeError('sally.admin@example.com');
    },
  }),
};
const entry = (name: string, command: CommandEntry['load']): CommandEntry => ({
  name,
  summary: `does ${name}`,
  load: command,
});
const table = [
  entry('people greet', async () => ({ command: tasks.greet })),
  entry('people fail', async () => ({ command: tasks.fail })),
  entry('crash', async () => ({ command: tasks.crash })),
];

describe('the command line', () => {
  it("runs the chosen command with checked arguments and ends with the command's code", async () => {
    ran.length = 0;
    expect(await run(['people', 'greet', 'Ann', '--times', '2'], { table })).toEqual({
      code: EXIT.review,
      out: 'hello\n',
      err: '',
    });
    expect(ran).toEqual([{ times: '2', json: false, help: false, operands: ['Ann'] }]);
  });

  it.each([
    ['a missing argument', ['people', 'greet'], '<who> is missing: somebody'],
    ['too many arguments', ['people', 'greet', 'a', 'b', 'c'], 'too many arguments: 3 instead of 2'],
    ['an unknown option', ['people', 'greet', 'a', '--nope', '2'], "Unknown option '--nope'"],
    [
      'an option without its value',
      ['people', 'greet', 'a', '--times'],
      "Option '--times <value>' argument missing",
    ],
  ])('refuses %s with 2 and the usage, and runs nothing', async (_, argv, what) => {
    ran.length = 0;
    const { code, out, err } = await run(argv, { table });
    expect({ code, out }).toEqual({ code: EXIT.usage, out: '' });
    expect(err).toContain(`error: ${what}\n  next  npm run hooks -- people greet <who> [how] [--times <n>]`);
    expect(ran).toEqual([]);
  });

  it('asks whether another option was meant', async () => {
    ran.length = 0;
    const { code, err } = await run(['people', 'greet', 'a', '--tims', '2'], { table });
    expect([code, err]).toEqual([
      EXIT.usage,
      "error: Unknown option '--tims'\n  next  did you mean --times?\n",
    ]);
    expect(ran).toEqual([]);
  });

  it('says what happened, where, and what to do next, and ends with 1', async () => {
    expect(await run(['people', 'fail'], { table })).toEqual({
      code: EXIT.failed,
      out: '',
      err: 'error: it broke\n  at    here.json\n  next  mend it\n',
    });
  });

  it('gives a failure as JSON to those who asked for JSON', async () => {
    const { code, err } = await run(['people', 'fail', '--json'], { table });
    expect(code).toBe(EXIT.failed);
    expect(JSON.parse(err)).toEqual({
      error: { code: 'CommandError', message: 'it broke', where: 'here.json', next: 'mend it' },
    });
  });

  it('shows where an unforeseen error arose, never its text, and ends with 1', async () => {
    const { code, err } = await run(['crash'], { table });
    expect(code).toBe(EXIT.failed);
    expect(err).toMatch(/^TypeError: unexpected: a fault of this program\n {2}at {4}.*main\.test\.ts/);
    expect(err).not.toContain('sally');
  });

  it.each([
    [['poeple', 'greet'], 'did you mean "people greet"?'],
    [['people', 'gret'], 'did you mean "people greet"?'],
    [['crahs'], 'did you mean "crash"?'],
    [['something-else'], 'npm run hooks -- --help lists the commands'],
    [['__proto__'], 'npm run hooks -- --help lists the commands'],
  ])('answers %j with 2 and "%s"', async (argv, next) => {
    const { code, err } = await run(argv, { table });
    expect(code).toBe(EXIT.usage);
    expect(err).toContain(`next  ${next}`);
  });

  it('lists all commands, or those of a noun', async () => {
    const all = await run(['--help'], { table });
    expect(all.code).toBe(EXIT.done);
    expect(all.out).toContain('people greet  does people greet');
    expect(all.out).toContain('crash');
    expect(all.out).toMatch(/OKTA_DOMAIN[\s\S]*Exit codes/);
    const people = await run(['people', '--help'], { table });
    expect(people.out).toContain('people fail');
    expect(people.out).not.toMatch(/crash|Exit codes/);
  });

  it('ends with 2 when it is called without a command', async () => {
    expect((await run([], { table })).code).toBe(EXIT.usage);
    expect((await run(['people'], { table })).code).toBe(EXIT.usage);
  });

  it('says its version, for people and for machines', async () => {
    const { version } = JSON.parse(await readFile(path.join(ROOT, 'package.json'), 'utf8'));
    expect(await run(['--version'], { table })).toEqual({ code: EXIT.done, out: `${version}\n`, err: '' });
    const { code, out } = await run(['--version', '--json'], { table });
    expect([code, JSON.parse(out)]).toEqual([EXIT.done, { version }]);
  });

  it.each([[['--json']], [['--nope']], [['people', '--json']]])(
    'says of %j that no command is named, instead of a page that nobody asked for',
    async (argv) => {
      const { code, out, err } = await run(argv, { table });
      expect([code, out]).toEqual([EXIT.usage, '']);
      expect(err).toContain('no command is named');
      if (argv.includes('--json')) expect(JSON.parse(err).error.next).toContain('--help');
    },
  );

  it.each([
    [['--times', '2', 'people', 'greet', 'Ann'], 'people greet Ann --times 2'],
    [['--help', 'people', 'greet'], 'people greet --help'],
    [['-x', 'crash'], 'crash -x'],
  ])('says of %j that options stand behind the command, and runs nothing', async (argv, meant) => {
    ran.length = 0;
    expect(await run(argv, { table })).toEqual({
      code: EXIT.usage,
      out: '',
      err: `error: options stand behind the command\n  next  npm run hooks -- ${meant}\n`,
    });
    expect(ran).toEqual([]);
  });
});

describe('every command', () => {
  it.each(commands.map(({ name }) => name))(
    '%s shows its arguments and an example of itself',
    async (name) => {
      const { code, out } = await run([...name.split(' '), '--help']);
      expect(code).toBe(EXIT.done);
      expect(out).toContain(`npm run hooks -- ${name}`);
      expect(out).toMatch(new RegExp(`Examples\n {2}npm run hooks -- ${name}`));
      expect(out).toContain('--json');
    },
  );

  it.each([60, 80, 120])(
    'explains itself on a terminal of %i columns, without a word missing',
    async (columns) => {
      for (const { name } of [{ name: '' }, ...commands]) {
        const argv = [...name.split(' ').filter(Boolean), '--help'];
        const [wide, narrow] = [await run(argv, { columns: 10_000 }), await run(argv, { columns })];
        const words = (text: string) => text.split(/\s+/);
        expect(words(narrow.out)).toEqual(words(wide.out));
        const explanation = narrow.out.split('\nExamples\n')[0] ?? '';
        const long = explanation
          .split('\n')
          .filter((line) => line.length > columns && /\S\s+\S/.test(line.slice(30)));
        expect(long).toEqual([]);
      }
    },
  );
});
