import { describe, expect, it } from '@jest/globals';
import { readPeopleIn } from './world.ts';

describe('the file of an import', () => {
  it("names attributes in its header, and Okta's uniqueId becomes externalId", async () => {
    expect(await readPeopleIn('a.csv', 'uniqueId, email,title\ne1,a@example.com,\n')).toEqual([
      { row: 2, appUser: { externalId: 'e1', email: 'a@example.com', title: null } },
    ]);
    const [both] = await readPeopleIn('a.csv', 'uniqueId,externalId\n1,e1\n');
    expect(both).toEqual({ row: 2, appUser: { uniqueId: '1', externalId: 'e1' } });
  });

  it('may be NDJSON of app profiles; what is none is told with its line', async () => {
    const rows = await readPeopleIn('a.ndjson', '{"externalId":"e1","groups":["a"]}\n\n[1]\n{"a":\n');
    expect(rows).toEqual([
      { row: 1, appUser: { externalId: 'e1', groups: ['a'] } },
      { row: 2, problem: 'an empty line' },
      { row: 3, problem: 'no JSON object' },
      { row: 4, problem: 'no JSON object' },
    ]);
  });

  it('is refused when two columns have one name', async () => {
    await expect(readPeopleIn('a.csv', 'email,email\na,b\n')).rejects.toMatchObject({
      code: 'ERR_TABLE_UNUSABLE',
    });
  });

  it('cannot change what an object is by naming a column __proto__', async () => {
    const [row] = await readPeopleIn('a.csv', '__proto__,email\n,a@example.com\n');
    const appUser = row && 'appUser' in row ? row.appUser : {};
    expect(Object.keys(appUser)).toEqual(['__proto__', 'email']);
    expect(appUser['toString']).toBe(Object.prototype.toString);
  });
});
