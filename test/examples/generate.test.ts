import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { generateExamples } from '../../examples/generate.ts';

const files = await generateExamples();
const [directory = [], people = [], legacy = []] = [...files.values()].map(
  (text) => parse(text, { columns: true }) as Record<string, string>[],
);

describe('the example files', () => {
  it('are what npm run generate would write', async () => {
    for (const [file, text] of files) expect([file, await readFile(file, 'utf8')]).toEqual([file, text]);
  });

  it('hold 2,000 people with a login and an id of their own, and a file of 500', () => {
    expect([directory.length, people.length]).toEqual([2000, 500]);
    for (const column of ['id', 'login']) {
      expect(new Set(directory.map((person) => person[column])).size).toBe(2000);
    }
  });

  it('use no domain that could be somebody’s', () => {
    const addresses = [...directory, ...people].flatMap(({ login, email }) => [login, email]);
    const domains = addresses.filter((one) => one?.includes('.')).map((one) => one?.trim().split('@')[1]);
    const foreign = domains.filter((domain) => domain && !/(^|\.)(example\.(com|org)|test)$/.test(domain));
    expect(foreign).toEqual(['y.']);
    const legacyDomains = legacy.flatMap(({ login = '', email = '' }) => [login, email]).filter(Boolean);
    expect(new Set(legacyDomains.map((one) => one.split('@')[1]?.toLowerCase()))).toEqual(
      new Set(['legacy.example.org', 'shop.invalid']),
    );
  });
});
