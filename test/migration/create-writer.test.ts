import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createProgrammeWriter } from '../../cli/migration/credential-writer.ts';
import { oktaIdFrom, oktaIdKey } from '../../lambda/passwords/credentials/record.ts';
import { openTable, STORED } from './world.ts';

let world: Awaited<ReturnType<typeof openTable>>;
beforeAll(async () => {
  world = await openTable();
});
beforeEach(() => world.empty());
afterAll(() => world.close());

const ANN = { login: 'Ánn@example.com', oktaId: '00u1', wave: '2', createdAt: 1_000 };

describe('what the programme writes on a credential row', () => {
  it('lets a row that is not there yet wait for its hash, and leads from the id to it', async () => {
    await createProgrammeWriter(world.table).write(ANN);
    expect(await world.read('ann@example.com')).toEqual({
      state: 'waiting',
      login: 'ann@example.com',
      failures: 0,
      oktaId: '00u1',
      wave: '2',
      createdAt: 1_000,
    });
    const items = await world.all();
    const link = items.find(({ pk }) => pk?.S === oktaIdKey('00u1').pk.S);
    expect(oktaIdFrom(link)).toBe('ann@example.com');
  });

  it.each(['waiting', 'migrated', 'disabled'] as const)(
    'leaves hash and state of a %s row alone, however often',
    async (state) => {
      const record = { state, stored: STORED, migratedAt: 5, deleteAfter: 6, wave: '1' };
      await world.put('ann@example.com', record);
      for (let time = 0; time < 2; time++) await createProgrammeWriter(world.table).write(ANN);
      expect(await world.read('ann@example.com')).toEqual({
        ...record,
        login: 'ann@example.com',
        failures: 0,
        oktaId: '00u1',
        wave: '2',
        createdAt: 1_000,
      });
    },
  );

  it('leaves the row of somebody alone whose login only looks alike', async () => {
    const record = { state: 'waiting', stored: STORED, login: 'ønn@example.com' } as const;
    await world.put('onn@example.com', record);
    await createProgrammeWriter(world.table).write({ ...ANN, login: 'onn@example.com' });
    expect(await world.read('onn@example.com')).toEqual({ ...record, failures: 0 });
    expect(await world.all()).toHaveLength(1);
  });

  it('says that the table cannot be asked without naming anybody', async () => {
    const writer = createProgrammeWriter({ ...world.table, table: 'no-such-table' });
    const error = await writer.write(ANN).catch((thrown) => thrown);
    expect(error).toMatchObject({ name: 'CredentialTableUnavailable', reason: 'ResourceNotFoundException' });
    expect(`${error.stack} ${JSON.stringify(error)}`).not.toMatch(/nn@example/);
    expect(error.cause).toBeUndefined();
  });
});
