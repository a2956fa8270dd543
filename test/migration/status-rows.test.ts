import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { credentialRowOf, scanCredentials } from '../../cli/migration/credential-rows.ts';
import { createRecordImport } from '../../lambda/migration/record-import.ts';
import { type CredentialRecord, oktaIdItem, oktaIdKey } from '../../lambda/passwords/credentials/record.ts';
import { openTable, STORED } from './world.ts';

const never = new AbortController().signal;

/** Everything a record can hold: a new field must be scanned, too. */
const WHOLE: Required<CredentialRecord> = {
  stored: STORED,
  state: 'migrated',
  login: 'zoe.muller@example.com',
  oktaId: '00u1',
  wave: '7',
  createdAt: 1,
  failures: 1,
  lastFailureAt: 2,
  migratedAt: 3,
  deleteAfter: 4,
  endedAt: 5,
  hashDeletedAt: 6,
};

let world: Awaited<ReturnType<typeof openTable>>;
beforeAll(async () => {
  world = await openTable();
});
afterAll(() => world.close());

describe('a scan of the credential table', () => {
  it('brings everything that is known of a person but the hash, and finds them by id and by any spelling', async () => {
    await world.empty();
    const { failures: _, ...record } = WHOLE;
    await world.put('Zoë.Müller@example.com', record);
    const failure = { uuid: 'a', at: 2, succeeded: false, userId: '00u1', login: 'zoe.muller@example.com' };
    await createRecordImport({ ...world.table, holdingMs: 1 })(failure, never);
    const rows = await scanCredentials(world.table, never);
    const { stored: __, login: ___, ...known } = WHOLE;
    const expected = { ...known, hashHeld: true };
    expect(credentialRowOf(rows, { id: '00u1', login: 'someone.else@example.com' })).toEqual(expected);
    expect(credentialRowOf(rows, { id: undefined, login: 'ZOE.MULLER@example.com' })).toEqual(expected);
    expect(credentialRowOf(rows, { id: '00u2', login: 'nobody@example.com' })).toBeUndefined();
    expect(JSON.stringify([...rows.byFold])).not.toContain(STORED.hash);
  });

  it('takes no other item for a person, and reads on behind the first page', async () => {
    await world.empty();
    await world.putItem({ ...oktaIdKey('00u1'), ...oktaIdItem('a@example.com'), state: { S: 'waiting' } });
    // a page of DynamoDB has 1 MB
    const padding = { filler: { S: 'x'.repeat(300_000) } };
    for (let index = 0; index < 5; index += 1)
      await world.putItem({ pk: { S: `credential#p${index}` }, state: { S: 'waiting' }, ...padding });
    const { byFold, byId } = await scanCredentials(world.table, never);
    expect([[...byFold.keys()].sort(), byId.size]).toEqual([['p0', 'p1', 'p2', 'p3', 'p4'], 0]);
    expect(byFold.get('p0')).toEqual({ state: 'waiting', failures: 0, hashHeld: false });
  });

  it('ends when it is stopped', async () => {
    const stopped = AbortSignal.abort(new Error('stopped'));
    await expect(scanCredentials(world.table, stopped)).rejects.toThrow();
  });
});
