import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cleanUp } from '../../lambda/migration/clean-up.ts';
import { createFindCredential } from '../../lambda/passwords/credentials/find.ts';
import { LOCAL_CREDENTIAL_TABLE } from '../../local/dynamodb.ts';
import { type LiveWorld, openLiveWorld } from '../registration/live-world.ts';
import { DAY_MS } from './world.ts';

const LOGIN = 'ana.silva@example.com';
const PASSWORD = 'correct horse battery';
const { signal } = new AbortController();

let world: LiveWorld;
let client: DynamoDBClient;
beforeAll(async () => {
  world = await openLiveWorld();
  const { endpoints } = world.outputs as unknown as { endpoints: { dynamoDb: string } };
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  client = new DynamoDBClient({ endpoint: endpoints.dynamoDb, region: 'us-east-1', credentials });
});
afterAll(async () => {
  client.destroy();
  await world.close();
});

const table = () => ({ client, table: LOCAL_CREDENTIAL_TABLE });
const recordOf = () => createFindCredential(table())(LOGIN, signal);
const signIn = async (password: string) => {
  const { status } = await world.org.ask('POST /api/v1/authn', { username: LOGIN, password });
  await world.org.okta.delivered();
  return status;
};
const create = () =>
  world.org.ask('POST /api/v1/users?activate=true', {
    profile: { login: LOGIN, email: LOGIN, firstName: 'Ana', lastName: 'Silva' },
    credentials: { password: { hook: { type: 'default' } } },
  });

describe('the first sign-in of a person with a legacy password, from Okta to the end of the hash', () => {
  it('register makes an event hook that doctor finds in order', async () => {
    const { code, out } = await world.run(['register']);
    expect({ code, out }).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^events: who.*\n {2}verified$/m),
    });
    const checks = (await world.run(['doctor'])).out;
    expect(checks).toMatch(/^ok +event hook +ACTIVE and VERIFIED$/m);
  });

  it('a wrong password is counted, and the hash stays', async () => {
    await create();
    expect(await signIn('wrong')).toBe(401);
    expect(await recordOf()).toMatchObject({ state: 'waiting', failures: 1, stored: { format: 'auto' } });
  });

  it('the right one starts the holding time, and the hash stays for all of it', async () => {
    expect(await signIn(PASSWORD)).toBe(200);
    const record = await recordOf();
    expect(record).toMatchObject({ state: 'migrated', failures: 1, stored: { format: 'auto' } });
    const { migratedAt = 0, deleteAfter = 0 } = record ?? {};
    expect(deleteAfter - migratedAt).toBe(14 * DAY_MS);
    const early = await cleanUp(table(), { now: deleteAfter - 1, holdingMs: 14 * DAY_MS, signal });
    expect(early).toEqual({ deleted: 0, kept: 0, finished: true });
  });

  it('then the clean-up deletes it, and Okta signs the person in without asking', async () => {
    const { deleteAfter: now = 0 } = (await recordOf()) ?? {};
    expect(await cleanUp(table(), { now, holdingMs: 14 * DAY_MS, signal })).toEqual({
      deleted: 1,
      kept: 0,
      finished: true,
    });
    const record = await recordOf();
    expect(record).toMatchObject({ state: 'migrated', failures: 1, hashDeletedAt: now });
    expect(record?.stored).toBeUndefined();
    expect(await signIn(PASSWORD)).toBe(200);
  });
});
