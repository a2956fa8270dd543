import { access, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { run } from '../cli/harness.ts';
import { exportOf, inFolder, planned } from './plan-world.ts';

const BCRYPT = '$2a$10$9FgsegkrAEkVfdYaO1SQAuVOz4RiqW5pBnHzvQ9RZfMtVhKcF02VK';
const SHA256 = 'a'.repeat(64);

/** What the plan says of the first of these people. */
async function said(people: readonly Readonly<Record<string, string>>[], options: readonly string[] = []) {
  const { code, lines } = await planned(exportOf(people), options);
  const [line] = lines;
  return { code, ...line } as {
    code: number;
    way?: string;
    why?: string;
    refused?: string[];
    notes?: string[];
  };
}

describe('a row is refused, with what to do', () => {
  it.each([
    [{ login: '' }, ['no login: complete the row']],
    [{ login: 'a@b' }, ['a login below 5 characters: Okta takes no shorter one']],
    [
      { login: `${'a'.repeat(60)}@${'b'.repeat(40)}.org` },
      ['a login above 100 characters: give the person a shorter one'],
    ],
    [{ login: 'a/b@example.org' }, ['a / in the login: Okta cannot find such a login again; choose another']],
    [{ login: 'no-address' }, [expect.stringMatching(/^the login is no e-mail address: .*--login-pattern$/)]],
    [{ 'first name': '' }, ['no first name: Okta wants one; a dash will do']],
    [{ 'last name': 'x'.repeat(51) }, ['a last name above 50 characters: shorten it']],
    [{ email: 'nobody' }, ['the e-mail address is none that Okta takes: correct it']],
    [{ wave: '__proto__' }, [expect.stringMatching(/^the wave is no short name/)]],
    [{ oktaId: '00u1' }, [expect.stringMatching(/^the row names an id of Okta/)]],
  ])('%j', async (person, refused) => {
    expect(await said([person])).toMatchObject({ code: 3, refused });
  });

  it('when the login is no address and the org allows that, but there is no address either', async () => {
    const refused = ['no e-mail address, and the login is none: complete the row'];
    expect(await said([{ login: 'ana.silva' }], ['--login-pattern', 'any'])).toMatchObject({ refused });
    const fine = await said([{ login: 'ana.silva', email: 'a@example.org' }], ['--login-pattern', 'any']);
    expect(fine.way).toBe('reset');
  });

  it('when others have its login to Okta, and each row names all the others', async () => {
    const people = [
      { login: 'søren@example.org' },
      {},
      { login: 'SOREN@example.org' },
      { login: 'Sören@Example.org' },
    ];
    const { lines } = await planned(exportOf(people));
    expect(
      lines.map((line) => 'refused' in line && /rows? ([\d, and]+) too/.exec(line.refused.join())?.[1]),
    ).toEqual(['4 and 5', false, '2 and 5', '2 and 4']);
  });

  it('when somebody in Okta has its login', async () => {
    await inFolder(async (cwd) => {
      await writeFile(path.join(cwd, 'okta.csv'), 'id,login,status\n00u7,JOSÉ@example.org,DEPROVISIONED\n');
      await writeFile(path.join(cwd, 'users.csv'), exportOf([{ login: 'jose@example.org' }, {}]));
      await run(['migrate', 'plan', 'users.csv', '--directory', 'okta.csv'], { cwd });
      const plan = await readFile(path.join(cwd, 'users.plan.ndjson'), 'utf8');
      expect(plan.match(/somebody in Okta has this login \(00u7, DEPROVISIONED\)/g)).toHaveLength(1);
    });
  });

  it('when it is no CSV, and the rest goes on', async () => {
    const { lines } = await planned(`${exportOf([{}])}only,two\n${exportOf([{}, {}]).split('\n')[2]}\n`);
    expect(lines.map((line) => 'refused' in line && line.refused)).toEqual([
      false,
      ['another number of columns than the header: correct the row'],
      false,
    ]);
  });
});

describe('what Okta would refuse goes another way', () => {
  it.each([
    [
      'too few rounds',
      'pbkdf2_sha256$1000$salt$lt3XiZuBro2zQxYQgI6oAAAAAAAAAAAAAAAAAAAAAAA=',
      'hook',
      /^1,000 rounds of PBKDF2, and Okta takes 4,096/,
    ],
    [
      'a cost above 20',
      BCRYPT.replace('$10$', '$21$'),
      'reset',
      /^bcrypt of cost 21: Okta takes up to 20, the hook up to 14/,
    ],
    ['a short hash', BCRYPT.slice(0, -1), 'reset', /^a bcrypt hash has 60 characters, and this one has 59/],
    ['a salt of other letters', BCRYPT.replace('9Fg', '9-g'), 'reset', /cut off, too long or damaged/],
    ['no known algorithm', '$P$6tAElh/ESSCGWq7asBsjWS4nTCc0be0', 'hook', /^Okta has no such algorithm/],
    ['a format that nothing computes', '$y$j9T$abc$def', 'reset', /^neither Okta nor the hook computes/],
    ['a hash that names no format', SHA256, 'reset', /--format/],
    ['a disabled account', `!${BCRYPT}`, 'reset', /^the account was disabled/],
    ['no hash', '', 'reset', /^no hash/],
  ])('%s', async (_, hash, way, why) => {
    expect(await said([{ hash }])).toMatchObject({ way, why: expect.stringMatching(why) });
  });

  it('ends with 3 when a hash is of no use, and with 0 when there is none', async () => {
    expect((await said([{ hash: BCRYPT.slice(1) }])).code).toBe(3);
    expect((await said([{ hash: '' }])).code).toBe(0);
  });

  it('but a hash that only the hook cannot afford goes to Okta', async () => {
    expect(await said([{ hash: BCRYPT.replace('$10$', '$16$') }])).toMatchObject({ code: 0, way: 'hash' });
  });

  it('and says so where only the API takes it, and no guide', async () => {
    const hash = 'pbkdf2_sha256$10000$dcabe72a7932$lt3XiZuBro2zQxYQgI6o+iKpsvLJr7NAAAAAAAAAAAA=';
    expect((await said([{ hash }])).why).toMatch(/but its guide does not name PBKDF2: try one person first$/);
    expect((await said([{ hash: BCRYPT }])).why).toBe('Okta takes the hash itself');
  });

  it('unless its format is named, for all or for the row', async () => {
    const salted = { hash: SHA256, salt: 'x' };
    const named = { ...salted, format: 'digest:sha256,salt=before' };
    expect((await said([named])).way).toBe('hash');
    expect((await said([salted], ['--format', 'digest:sha256,salt=after'])).way).toBe('hash');
    expect(await said([{ ...salted, format: 'sha-something' }])).toMatchObject({
      way: 'reset',
      why: expect.stringMatching(/^there is no such format/),
    });
  });
});

describe('what is only noted', () => {
  it('is a shared address, one that takes no mail, and more groups than Okta takes at once', async () => {
    const groups = Array.from({ length: 21 }, (_, index) => `g${index}`).join(';');
    const { code, notes } = await said([{ email: 'A@shop.invalid', groups }, { email: 'a@shop.invalid' }]);
    expect(code).toBe(0);
    expect(notes).toEqual([
      'the e-mail address of row 3 too',
      expect.stringMatching(/^no mail arrives/),
      '21 groups: 20 come with the user, the rest is added one by one',
    ]);
  });
});

describe('the command refuses', () => {
  it.each([
    ['without a login', 'hash,firstName\n', [], 1, 'the header names no login'],
    ['without a hash', 'login\n', [], 1, 'the header names no hash'],
    [
      'two columns of one meaning',
      'login,hash,city,City\n',
      [],
      1,
      'columns 3 and 4 of the header mean the same',
    ],
    ['a title that is no attribute', 'login,hash,shoe size\n', [], 1, 'the title of column 3'],
    [
      'a second column of passwords',
      'login,hash,password\n',
      [],
      1,
      'column 3 of the header looks like a secret',
    ],
    [
      'to ignore what is not there',
      'login,hash\n',
      ['--ignore', 'city'],
      1,
      '--ignore names a column that there is not: city',
    ],
    ['a wave of nobody', 'login,hash\n', ['--wave-size', '0'], 2, '--wave-size takes a whole number'],
    ['a pattern that is none', 'login,hash\n', ['--login-pattern', '('], 2, '--login-pattern must be'],
    ['a format that is none', 'login,hash\n', ['--format', 'bcript'], 2, 'there is no such --format'],
    ['another word for --without-hash', 'login,hash\n', ['--without-hash', 'x'], 2, '--without-hash must be'],
    [
      'the export as its own plan',
      'login,hash\n',
      ['--out', './users.csv'],
      2,
      '--out would write over the export itself',
    ],
  ])('%s', async (_, text, options, code, message) => {
    const ran = await planned(text, options);
    expect([ran.code, ran.err]).toEqual([code, expect.stringContaining(message)]);
    expect(ran.header).toBeUndefined();
  });

  it('to replace a plan that people were created by, and leaves it as it is', async () => {
    await inFolder(async (cwd) => {
      await writeFile(path.join(cwd, 'users.csv'), exportOf([{}]));
      const again = () => run(['migrate', 'plan', 'users.csv'], { cwd });
      const plan = () => readFile(path.join(cwd, 'users.plan.ndjson'), 'utf8');
      expect((await again()).code).toBe(0);
      expect((await again()).code).toBe(0);
      const before = await plan();
      await writeFile(path.join(cwd, 'users.created.ndjson'), '');
      const { code, err } = await again();
      expect([code, err]).toEqual([1, expect.stringContaining('users.created.ndjson')]);
      expect(await plan()).toBe(before);
    });
  });

  it('to go on when it is stopped, and leaves no half of a plan', async () => {
    await inFolder(async (cwd) => {
      await writeFile(path.join(cwd, 'users.csv'), exportOf([{}]));
      const { code, err } = await run(['migrate', 'plan', 'users.csv'], { cwd, signal: AbortSignal.abort() });
      expect([code, err]).toEqual([1, expect.stringContaining('stopped; no plan was written')]);
      expect(await readdir(cwd)).toEqual(['users.csv']);
    });
  });

  it('a file that is not there, and a folder that cannot be written to', async () => {
    await inFolder(async (cwd) => {
      expect((await run(['migrate', 'plan', 'none.csv'], { cwd })).err).toContain(
        'there is no such file or folder (ENOENT)',
      );
      await writeFile(path.join(cwd, 'users.csv'), exportOf([{}]));
      const { code, err } = await run(['migrate', 'plan', 'users.csv', '--out', 'no/such/a.ndjson'], { cwd });
      expect([code, err]).toEqual([
        1,
        expect.stringContaining('cannot be written: there is no such file or folder'),
      ]);
      await expect(access(path.join(cwd, 'no'))).rejects.toThrow();
    });
  });
});
