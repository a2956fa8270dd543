import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { standardSettings } from '../../../rehearsal/job/import-settings.ts';
import { compileImportSettings } from '../../../rehearsal/job/settings-file.ts';

const settingsOf = (yaml: string) => compileImportSettings(`version: 1\n${yaml}`, 'mapping.yaml');

describe('the mapping', () => {
  it("takes Okta's standard attributes over and the address as login, unless there is one", () => {
    const appUser = { email: 'a@example.com', firstName: 'Ann', title: null, userName: 'ann', badge: '7' };
    expect(standardSettings.map(appUser).user).toEqual({
      login: 'a@example.com',
      email: 'a@example.com',
      firstName: 'Ann',
      title: null,
    });
    expect(standardSettings.map({ ...appUser, login: 'b@example.com' }).user['login']).toBe('b@example.com');
  });

  it('follows own expressions above the standard ones; what does not apply empties its attribute', () => {
    const { settings } = settingsOf(`
matching: [USERNAME, employeeNumber]
application: { id: 0oaHR }
map:
  user.login: 'lower(appUser.userName) + "@example.com"'
  user.title: 'appUser.jobTitle'
attributes: [appUser.jobTitle]
`);
    expect(settings).toMatchObject({
      matching: ['USERNAME', 'employeeNumber'],
      application: { id: '0oaHR', name: standardSettings.application.name },
    });
    expect(settings.map({ userName: 'ANN', email: 'a@example.com', title: 'x' })).toEqual({
      user: { login: 'ann@example.com', email: 'a@example.com', title: null },
      faults: [],
    });
  });

  it('names the attribute whose expression fails, and no value', () => {
    const { settings } = settingsOf(`map: { user.title: 'appUser.email + 1' }`);
    const { faults } = settings.map({ email: 'secret@example.com' });
    expect(faults).toEqual([{ attribute: 'title', code: 'no_such_overload' }]);
  });

  it('is checked before anybody is imported, with the place of what is wrong', () => {
    expect(() => settingsOf(`map:\n  user.login: 'appUsr.userName'\n`)).toThrow(
      /mapping\.yaml:3:\d+.*appUser/,
    );
    expect(() => settingsOf(`map:\n  login: 'appUser.userName'\n`)).toThrow(/user\.<attribute>/);
    expect(() => settingsOf('matching: EMAIL')).toThrow(/matching|list/);
    const { warnings } = settingsOf(
      `map:\n  user.title: 'appUser.jobTitel'\nattributes: [appUser.jobTitle]\n`,
    );
    expect(warnings).toMatchObject([{ suggestion: 'appUser.jobTitle' }]);
  });

  it('warns of a way to match that would match nobody', () => {
    const { warnings } = settingsOf(
      "matching: [EMAL, FIRST_AND_LAST_NAME, employeeNumber, badge]\nmap: { user.badge: 'appUser.externalId' }",
    );
    expect(warnings).toMatchObject([{ line: 2, suggestion: 'EMAIL' }]);
  });

  it('is shown in the guide as it works', async () => {
    const guide = await readFile(new URL('../../../docs/rehearsal.md', import.meta.url), 'utf8');
    const blocks = [...guide.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = '']) => text);
    expect(blocks).toHaveLength(1);
    for (const block of blocks)
      expect(compileImportSettings(block, 'docs/rehearsal.md').warnings).toEqual([]);
  });
});
