import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { schemes } from '../../lambda/passwords/hashes/registry.ts';
import { readFixture } from '../passwords/hashes/fixtures.ts';
import { run } from './harness.ts';

const [{ hash, password } = { hash: '', password: '' }] = readFixture('bcrypt-php').hashes;
const verify = (stdin: string, ...argv: string[]) => run(['credentials', 'verify', ...argv], { stdin });

describe('credentials verify', () => {
  it('prints match for the password on the one line of standard input, whatever ends it', async () => {
    for (const end of ['', '\n', '\r\n']) {
      const { code, out, err } = await verify(`${password}${end}`, '--format', 'auto', '--hash', hash);
      expect({ code, out, err }).toEqual({ code: 0, out: 'match\n', err: 'read as bcrypt\n' });
    }
  });

  it('prints no match for any other, also with a blank more, and ends with 1', async () => {
    for (const other of ['', `${password} `, 'something else']) {
      expect(await verify(other, '--hash', hash)).toMatchObject({ code: 1, out: 'no match\n' });
    }
  });

  it.each([
    ['malformed hash', hash.slice(0, -1), 'read as bcrypt\n'],
    ['over the work limit', hash.replace('$05$', '$31$'), 'read as bcrypt\n'],
    ['unsupported hash', readFixture('yescrypt').hashes[0]?.hash ?? '', 'read as yescrypt\n'],
    ['unsupported hash', 'd8578edf8458ce06fbc5bb76a58c5ca4', /name its --format/],
  ])('prints cannot decide: %s, whatever the password, and ends with 3', async (reason, stored, hint) => {
    for (const any of [password, '', 'a\0b']) {
      const { code, out, err } = await verify(`${any}\n`, '--hash', stored);
      expect({ any, code, out }).toEqual({ any, code: 3, out: `cannot decide: ${reason}\n` });
      expect(err).toMatch(hint);
    }
  });

  it('says the same as JSON for machines', async () => {
    const result = async (...argv: string[]) =>
      JSON.parse((await verify(`${password}\n`, '--json', ...argv)).out);
    expect(await result('--hash', hash)).toEqual({ outcome: 'match', format: 'bcrypt' });
    expect(await result('--hash', 'x')).toEqual({ outcome: 'cannot decide', reason: 'unsupported hash' });
  });

  it('takes a salt from a column of its own, and the settings of an application from a file', async () => {
    const digest = ['--hash', '67a1e09bb1f83f5007dc119c14d663aa', '--salt', 'salt'];
    expect((await verify('password', '--format', 'digest:md5,salt=before', ...digest)).out).toBe('match\n');
    expect((await verify('password', '--format', 'digest:md5,salt=after', ...digest)).out).toBe('no match\n');
    const cwd = await mkdtemp(path.join(tmpdir(), 'verify-'));
    try {
      await writeFile(path.join(cwd, 'settings.json'), '{"spring":{"plainText":true}}');
      const plain = ['credentials', 'verify', '--hash', '{noop}password'];
      expect((await run(plain, { cwd, stdin: 'password' })).out).toBe('cannot decide: unsupported hash\n');
      const told = [...plain, '--hash-settings', 'settings.json'];
      expect(await run(told, { cwd, stdin: 'password' })).toMatchObject({
        out: 'match\n',
        err: expect.stringContaining('the password hook has no settings'),
      });
    } finally {
      await rm(cwd, { recursive: true });
    }
  });

  it('refuses a format there is none of, a missing hash and a second line, and guesses', async () => {
    expect(await verify(password, '--hash', hash, '--format', 'bcript')).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('did you mean "bcrypt"?'),
    });
    expect(await verify(password)).toMatchObject({ code: 2, out: '' });
    expect(await verify(`${password}\nmore\n`, '--hash', hash)).toMatchObject({ code: 2, out: '' });
  });

  it('shows neither the password nor the hash, whatever happens', async () => {
    for (const argv of [
      [],
      ['--json'],
      ['--format', 'bcript'],
      ['--format', 'argon2'],
      ['--format', 'md5'],
    ]) {
      const { out, err } = await verify(`${password}\n`, '--hash', hash, ...argv);
      expect(out + err).not.toContain(password);
      expect(out + err).not.toContain(hash.slice(7));
    }
  });

  it('lists every format in its help', async () => {
    const { out } = await run(['credentials', 'verify', '--help']);
    for (const { name } of schemes) expect(out).toMatch(new RegExp(`^  ${name} +\\S`, 'm'));
  });
});
