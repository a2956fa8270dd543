import { describe, expect, it } from '@jest/globals';
import { EXIT } from '../../cli/command.ts';
import { run } from './harness.ts';

describe('an option that takes a whole number', () => {
  it.each([
    ['rehearse people.csv', '--workers', '65', 'from 1 to 64'],
    ['ledger seed', '--from', '1000000000', 'from 0 to 999999999'],
    ['credentials load people.csv', '--from-row', '0', 'from 1 on'],
    ['migrate plan users.csv', '--wave-size', '0', 'from 1 on'],
    ['migrate plan users.csv', '--rate-limit', '1e3', 'from 1 on'],
    ['migrate create users.plan.ndjson', '--workers', '76', 'from 1 to 75'],
    ['migrate create users.plan.ndjson', '--limit', '5.5', 'from 1 on'],
    ['migrate status users.plan.ndjson', '--max-age', 'soon', 'from 0 on'],
    ['migrate finish users.plan.ndjson', '--limit', '', 'from 1 on'],
    ['migrate finish users.plan.ndjson', '--mails-per-hour', '0', 'from 1 on'],
  ])('of %s, %s, says what it takes, before anything is read', async (command, option, text, words) => {
    const { code, out, err } = await run([...command.split(' '), option, text]);
    expect([code, out]).toEqual([EXIT.usage, '']);
    expect(err).toMatch(new RegExp(`^error: ${option} takes a whole number ${words}\n`));
  });
});
