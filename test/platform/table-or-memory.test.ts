import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createLedger } from '../../lambda/logins/create-ledger.ts';
import { DEFAULT_LIMITS } from '../../lambda/passwords/guards/throttle.ts';
import { createPasswordService } from '../../lambda/passwords/service.ts';

afterEach(() => {
  delete process.env['AWS_LAMBDA_FUNCTION_NAME'];
});

/** The password hook with a file of sources that needs no table itself. */
async function passwordService() {
  const folder = await mkdtemp(path.join(tmpdir(), 'sources-'));
  const rulesFile = path.join(folder, 'rules.json');
  const compiled = { version: 1, throttle: DEFAULT_LIMITS, shortNames: false, sources: [] };
  await writeFile(rulesFile, JSON.stringify(compiled));
  try {
    return await createPasswordService({ rulesFile, credentialTable: undefined, sourceSecrets: new Map() });
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('a function whose table somebody took out of its environment', () => {
  it('does not start to promise logins that only this instance remembers', () => {
    process.env['AWS_LAMBDA_FUNCTION_NAME'] = 'hooks-import';
    expect(() => createLedger(undefined)).toThrow('LOGIN_TABLE: expected a table');
  });

  it('does not start to count guesses that only this instance remembers', async () => {
    process.env['AWS_LAMBDA_FUNCTION_NAME'] = 'hooks-password';
    await expect(passwordService()).rejects.toThrow('CREDENTIAL_TABLE: expected a table');
  });

  it('works outside of Lambda, where there is one process', async () => {
    expect(createLedger(undefined)).toHaveProperty('claim');
    await expect(passwordService()).resolves.toBeInstanceOf(Function);
  });
});
