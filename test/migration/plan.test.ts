import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { readPlan } from '../../cli/migration/plan-file.ts';
import { inventLegacyUsers, legacyPassword } from '../../examples/legacy-users.ts';
import { createLoginValidity } from '../../lambda/logins/validity.ts';
import { verifyHash } from '../../lambda/passwords/hashes/verify.ts';
import { importedHash, makesHash } from '../../rehearsal/api/passwords/imported-hash.ts';
import { objectionsTo } from '../../rehearsal/org/profile-rules.ts';
import { anyExport, anyText } from '../arbitraries/legacy-exports.ts';
import { ROOT, run } from '../cli/harness.ts';
import { fc } from '../fuzz.ts';
import { exportOf, inFolder, linesOf, planned } from './plan-world.ts';

const EXAMPLE = path.join(ROOT, 'examples/legacy-users.csv');
const example = await inFolder(async (cwd) => {
  const shown = await run(['migrate', 'plan', EXAMPLE], { cwd });
  const plan = path.join(cwd, 'legacy-users.plan.ndjson');
  return { ...shown, ...(await linesOf(plan)), mode: (await stat(plan)).mode & 0o777 };
});
const users = await inventLegacyUsers();
const isLogin = createLoginValidity('email');

describe('a plan of the example', () => {
  it('has everybody once, each way, and ends with 3 because rows need a person', () => {
    expect(example.code).toBe(3);
    expect(example.lines.map(({ row }) => row)).toEqual(users.map((_, index) => index + 2));
    expect(example.header?.counts).toEqual({
      rows: 59,
      people: 56,
      refused: 3,
      ways: { hash: 35, hook: 17, reset: 4 },
      waves: { pilot: 8, 1: 21, 2: 27 },
    });
    expect(example.mode).toBe(0o600);
  });

  it('gives Okta hashes that take the very passwords the service takes', async () => {
    for (const line of example.lines) {
      const { hash, salt, format, 'first name': firstName } = users[line.row - 2] ?? {};
      if (!('way' in line) || line.way === 'reset' || hash === undefined || firstName === undefined) continue;
      const stored = { hash, format: format || 'auto', ...(salt && { salt }) };
      const [right, wrong] = [legacyPassword(firstName), legacyPassword(`${firstName}x`)];
      expect(await verifyHash(Buffer.from(right), stored)).toEqual({ kind: 'match' });
      expect(await verifyHash(Buffer.from(wrong), stored)).toEqual({ kind: 'no match' });
      expect('hash' in line).toBe(line.way === 'hash');
      if (!line.hash) continue;
      expect(await makesHash(right, line.hash)).toBe(true);
      expect(await makesHash(wrong, line.hash)).toBe(false);
    }
  });

  it('shows no login, and holds and shows nothing of a hash that only the hook can check', () => {
    const hooked = example.lines.filter((line) => 'way' in line && line.way === 'hook');
    const told = [example.out, example.err, ...hooked.map((line) => JSON.stringify(line))].join();
    for (const { login, hash, salt } of users) {
      expect(example.out).not.toContain(login);
      for (const secret of [hash.slice(-20), salt].filter(Boolean)) expect(told).not.toContain(secret);
    }
  });

  it('says which commands come next', () => {
    expect(example.out).toContain(
      `npm run hooks -- credentials load ${EXAMPLE} --plan legacy-users.plan.ndjson\n`,
    );
    expect(example.out).toContain('npm run hooks -- migrate create legacy-users.plan.ndjson --dry-run\n');
  });

  it('fits a terminal of 80 columns', async () => {
    const { out } = await inFolder((cwd) => run(['migrate', 'plan', EXAMPLE], { cwd, columns: 80 }));
    const tables = out.split('\n').filter((line) => /^[┌│├└]/.test(line));
    expect(Math.max(...tables.map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});

describe('any export', () => {
  it('has every row planned or refused exactly once, and plans nobody whom Okta would refuse', async () => {
    await fc.assert(
      fc.asyncProperty(anyExport, (text) =>
        inFolder(async (cwd) => {
          await writeFile(path.join(cwd, 'users.csv'), text);
          const { code, out } = await run(['migrate', 'plan', 'users.csv', '--json'], { cwd });
          expect([0, 3]).toContain(code);
          const { header, lines } = await readPlan('users.plan.ndjson', { cwd });
          const read = [];
          for await (const line of lines()) read.push(line);
          const { counts } = JSON.parse(out);
          expect(header.counts).toEqual(counts);
          expect(read.length).toBe(counts.people + counts.refused);
          expect(read.filter((line) => 'refused' in line).length).toBe(counts.refused);
          const logins = read.flatMap((line) => ('profile' in line ? [line.profile['login']] : []));
          expect(new Set(logins).size).toBe(logins.length);
          for (const line of read) {
            if (!('way' in line)) continue;
            expect(objectionsTo(line.profile, isLogin)).toEqual([]);
            expect(line.hash !== undefined).toBe(line.way === 'hash');
            if (line.hash) expect(importedHash.safeParse(line.hash).success).toBe(true);
          }
        }),
      ),
      { numRuns: 60 },
    );
  });

  it('becomes a plan, or an error that was foreseen and leaves no file behind', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        const { code, err, header } = await planned(text);
        expect(header === undefined).toBe(code === 1);
        if (code === 1)
          expect(err).toMatch(/^error: the (?:header|columns|title|file names nobody)|^error: column/);
        else expect(err).toBe('');
      }),
      { numRuns: 60 },
    );
  });
});

describe('a plan', () => {
  it('names the attributes that Okta does not have, and leaves out what is ignored', async () => {
    const text = exportOf([
      { 'Mobile Phone': '1', phone2: '2', 'internal id 1': '7', internal_id_2: '8', メール: '9', title: '' },
    ]);
    const ignored = ['--ignore', 'Internal ID 1', '--ignore', 'internal_id_2', '--ignore', 'メール'];
    const { out, lines } = await planned(text, [...ignored, '--json']);
    expect(JSON.parse(out).ownAttributes).toEqual(['phone2']);
    expect(lines[0]).toMatchObject({ profile: { mobilePhone: '1', phone2: '2' } });
    expect(Object.keys((lines[0] as { profile: object }).profile)).not.toContain('title');
  });

  it('takes the wave of the row, else waves of a size, else one wave', async () => {
    const waves = async (options: readonly string[]) => {
      const people = [{ wave: 'pilot' }, {}, {}, {}, {}];
      return (await planned(exportOf(people), options)).lines.map((line) => 'wave' in line && line.wave);
    };
    expect(await waves([])).toEqual(['pilot', '1', '1', '1', '1']);
    expect(await waves(['--wave-size', '2'])).toEqual(['pilot', '1', '2', '2', '3']);
  });

  it('has the hook ask another system about people without a hash, where it is told to', async () => {
    const text = 'login,first name,last name\nana@example.org,Ana,Silva\n';
    expect(await planned(text)).toMatchObject({ code: 1, lines: [] });
    const { code, out, lines } = await planned(text, ['--without-hash', 'hook']);
    expect([code, lines[0]]).toEqual([0, expect.objectContaining({ way: 'hook' })]);
    expect(out).not.toContain('credentials load');
  });

  it('of nobody sends nobody on to create', async () => {
    const { out } = await planned('login,hash\n,\n');
    expect(out).toContain('\n  nobody to create\n');
    expect(out).not.toContain('migrate create');
  });

  it('reckons the calls beyond the create call at the rate limit', async () => {
    const groups = Array.from({ length: 23 }, (_, index) => `group ${index}`).join('|');
    const text = exportOf(Array.from({ length: 40 }, () => ({ groups, apps: 'Mail; Wiki;Wiki' })));
    const { out } = await planned(text, ['--json', '--rate-limit', '60']);
    expect(JSON.parse(out)).toMatchObject({ calls: { users: 40, groups: 120, apps: 80 }, seconds: 120 });
  });

  it('is the same for the same export, however the header orders and spells its columns', async () => {
    const a = await planned('login,firstName,lastName,hash\nana@example.org,Ana,Silva,!\n');
    const b = await planned('Password Hash,SURNAME,given_name,e-mail\n!,Silva,Ana,ana@example.org\n');
    const plain = (lines: readonly object[]) => lines.map((line) => JSON.parse(JSON.stringify(line)));
    expect(plain(b.lines)).toEqual(plain(a.lines));
  });
});

describe('the example', () => {
  it('is the CSV of its people', async () => {
    expect(parse(await readFile(EXAMPLE), { columns: true })).toEqual(users);
  });

  it('is loaded by the same columns, addresses beside the logins or not', async () => {
    const { code, out } = await run(['credentials', 'load', EXAMPLE, '--dry-run', '--json']);
    expect([code, JSON.parse(out)]).toEqual([
      3,
      expect.objectContaining({ loaded: 53, okta: 35, disabled: 1, duplicateLogins: 2 }),
    ]);
  });
});
