import { describe, expect, it } from '@jest/globals';
import { prepareRules } from '../../lambda/imports/prepared-rules.ts';
import { createImportService } from '../../lambda/imports/service.ts';
import { noDirectory } from '../../lambda/logins/directory.ts';
import { createMemoryLedger } from '../../lambda/logins/memory-ledger.ts';
import { compileRules } from '../../rules/compile.ts';
import { steppedLedger } from '../logins/law-world.ts';
import { callFor, loginIn, type Person, UNIQUE_LOGIN } from './world.ts';

const { signal } = new AbortController();
const conflicts = ['login'];

/** A service over a ledger that notes every write. */
function serviceOverWatchedLedger() {
  const writes: string[] = [];
  const note = async (method: string) => {
    if (!method.endsWith('Of')) writes.push(method);
  };
  const service = createImportService({
    rules: prepareRules(compileRules(`version: 1\n${UNIQUE_LOGIN}`, 'import.yaml').rules),
    directory: noDirectory,
    ledger: steppedLedger(createMemoryLedger(), note, async () => {}),
    now: Date.now,
  });
  const decide = (person: Person, rehearsal: boolean) => service(callFor(person), { signal, rehearsal });
  return { writes, decide };
}

describe('a rehearsed call', () => {
  it('writes nothing, says so, and takes nobody’s login or number', async () => {
    const { writes, decide } = serviceOverWatchedLedger();
    for (const externalId of ['1', '2', '3']) {
      const rehearsed = await decide({ conflicts, appUser: { externalId } }, true);
      expect(rehearsed.answer.debugContext?.['notes']).toBe('rehearsal');
    }
    expect(writes).toEqual([]);
    const real = await decide({ conflicts, appUser: { externalId: '4' } }, false);
    expect(loginIn(real)).toBe('sally.admin2@example.com');
    expect(real.trace.notes).not.toContain('rehearsal');
    expect(writes).toContain('claim');
  });

  it('sees what was really promised, and what was rehearsed before it in the same job alone', async () => {
    const { decide } = serviceOverWatchedLedger();
    await decide({ conflicts, appUser: { externalId: '1' } }, false);
    const rehearse = async (externalId: string, jobId: string) =>
      loginIn(await decide({ conflicts, appUser: { externalId }, jobId }, true));
    expect(await rehearse('2', 'ij1')).toBe('sally.admin3@example.com');
    expect(await rehearse('3', 'ij1')).toBe('sally.admin4@example.com');
    expect(await rehearse('2', 'ij1')).toBe('sally.admin3@example.com');
    expect(await rehearse('4', 'ij2')).toBe('sally.admin3@example.com');
  });
});
