import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readStandInSettings } from '../../../rehearsal/api/stand-in-settings.ts';

describe("the stand-in org's settings", () => {
  it('work without any', () => {
    expect(readStandInSettings([], {})).toEqual({
      port: 8453,
      directory: undefined,
      rateLimit: undefined,
      apps: [],
      apiToken: 'local-okta-token',
      folder: path.join(import.meta.dirname, '../../../.local'),
      verbose: false,
    });
  });

  it('are taken from the command line and the environment', () => {
    const line = '--directory d.csv --port 9 --rate-limit 600 --app Payroll --app Wiki --verbose';
    const env = { OKTA_API_TOKEN: 'token', LOCAL_FOLDER: '/l' };
    expect(readStandInSettings(line.split(' '), env)).toEqual({
      port: 9,
      directory: 'd.csv',
      rateLimit: 600,
      apps: ['Payroll', 'Wiki'],
      apiToken: 'token',
      folder: '/l',
      verbose: true,
    });
  });

  it.each([
    [['--port', '0'], '--port takes a whole number from 1 to 65535'],
    [['--port', 'https'], '--port takes a whole number from 1 to 65535'],
    [['--rate-limit', '1.5'], '--rate-limit takes a whole number from 1 on'],
    [['--nothing'], 'unknown option'],
    [['people.csv'], 'unknown option'],
    [['--port'], 'unknown option'],
  ])('refuse %j', (args, message) => {
    expect(() => readStandInSettings(args, {})).toThrow(message);
  });

  it('refuse a token that no header can carry, without repeating it', () => {
    expect(() => readStandInSettings([], { OKTA_API_TOKEN: 'märker' })).toThrow(
      new Error('OKTA_API_TOKEN must be printable ASCII without spaces'),
    );
  });
});
