import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accountIn, createNamedSecrets } from '../../lambda/platform/named-secrets.ts';
import { type SecretsManager, startSecretsManager } from '../../local/secrets-manager.ts';
import { NEVER } from '../passwords/world.ts';
import { clientFor } from '../pipeline/world.ts';

let server: SecretsManager;
let client: ReturnType<typeof clientFor>;
beforeAll(async () => {
  server = await startSecretsManager({ port: 0, secrets: { 'legacy/db': 'old' } });
  client = clientFor(server);
});
afterAll(async () => {
  client.destroy();
  await server.close();
});

describe('the secrets of password sources', () => {
  it('must all be named, or the function does not start', () => {
    const create = () => createNamedSecrets({ client, ids: new Map(), names: ['sw0rdfish'] });
    expect(create).toThrow(expect.objectContaining({ code: 'ERR_CONFIGURATION' }));
    expect(create).not.toThrow(/sw0rdfish/);
  });

  it('are read once in five minutes, and again when they were refused', async () => {
    let now = 0;
    let requests = 0;
    client.middlewareStack.add(
      (next) => (args) => {
        requests += 1;
        return next(args);
      },
      { step: 'initialize' },
    );
    const ids = new Map([['db', 'legacy/db']]);
    const secrets = createNamedSecrets({ client, ids, names: ['db'], clock: () => now });
    const read = () => secrets.read('db', new AbortController().signal);
    expect([await read(), await read()]).toEqual(['old', 'old']);
    expect(requests).toBe(1);
    secrets.forget('db');
    await read();
    expect(requests).toBe(2);
    now = 5 * 60_000;
    await read();
    expect(requests).toBe(3);
    expect([await secrets.readAnew('db', NEVER), await read(), requests]).toEqual(['old', 'old', 4]);
  });

  it('stay what they were while they cannot be read anew', async () => {
    const ids = new Map([['db', 'legacy/db']]);
    let isAway = false;
    const away = Object.assign(Object.create(client), {
      send: (...request: Parameters<typeof client.send>) =>
        isAway ? Promise.reject(new Error('away')) : client.send(...request),
    });
    const secrets = createNamedSecrets({ client: away, ids, names: ['db'] });
    expect(await secrets.read('db', NEVER)).toBe('old');
    isAway = true;
    await expect(secrets.readAnew('db', NEVER)).rejects.toThrow('away');
    expect(await secrets.read('db', NEVER)).toBe('old');
  });

  it.each(['', 'null', '{}', '{"username":"a"}', '{"username":1,"password":"b"}'])(
    'hold no account in %j',
    (text) => {
      expect(accountIn(text)).toBeUndefined();
    },
  );
});
