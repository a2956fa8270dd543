import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { CALL, commandLine, givenOptions } from '../../cli/command-line.ts';

/** The words a shell makes of a line. */
const wordsOf = (line: string) =>
  execFileSync('sh', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1);

describe('a command to copy', () => {
  it('is read by a shell as the words it is made of, whatever files are called', () => {
    const files = ['legacy users.plan.ndjson', "it's $HOME", '`id`', 'a;b', '*', 'Ünïcode', '~/x', '"', '\\'];
    const line = commandLine(['migrate', 'create', ...files], 'my outputs.json');
    const [words, call] = [['migrate', 'create', ...files, '--outputs', 'my outputs.json'], CALL.split(' ')];
    expect(wordsOf(line)).toEqual([...call, ...words]);
  });

  it('names the outputs only where they are not the usual ones', () => {
    const words = ['migrate', 'status', 'users.plan.ndjson'];
    expect(commandLine(words)).toBe('npm run hooks -- migrate status users.plan.ndjson');
    expect(commandLine(words, 'cdk-outputs.json')).toBe(commandLine(words));
    expect(commandLine(words, '.local/outputs.json')).toBe(
      'npm run hooks -- migrate status users.plan.ndjson --outputs .local/outputs.json',
    );
  });
});

describe('the options of a command, given once more', () => {
  const options = {
    wave: { type: 'string', multiple: true, description: '' },
    share: { type: 'string', default: '0.5', description: '' },
    limit: { type: 'string', description: '' },
    yes: { type: 'boolean', default: false, description: '' },
    dry: { type: 'boolean', default: false, description: '' },
  } as const;

  it('are those that were given, but for some', () => {
    const values = { wave: ['1', 'the last'], share: '0.9', yes: true, dry: true };
    expect(givenOptions(values, options, ['dry'])).toEqual([
      ...['--wave', '1', '--wave', 'the last'],
      ...['--share', '0.9', '--yes'],
    ]);
  });

  it('are none where all is as usual', () => {
    expect(givenOptions({ share: '0.5', yes: false, dry: false }, options, [])).toEqual([]);
  });
});
