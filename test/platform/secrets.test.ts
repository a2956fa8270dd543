import { createServer } from 'node:http';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import {
  DescribeSecretCommand,
  PutSecretValueCommand,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHookSecrets, type HookSecrets } from '../../lambda/platform/secrets.ts';
import { listen, type RunningServer } from '../../local/listen.ts';
import { startSecretsManager } from '../../local/secrets-manager.ts';
import { clientFor } from '../pipeline/world.ts';

const ID = 'hooks/import';
const SECONDS = 1_000;
const MINUTES = 60 * SECONDS;

let now: number;
let server: RunningServer;
let client: SecretsManagerClient;
let reads: string[];
let secrets: HookSecrets;

beforeEach(async () => {
  now = Date.UTC(2026, 10, 20);
  server = await startSecretsManager({ port: 0, secrets: { [ID]: 'first' }, clock: () => now });
  client = clientFor(server);
  reads = [];
  client.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        const { VersionStage } = args.input as { VersionStage?: string };
        if (commandName === 'GetSecretValueCommand') reads.push(VersionStage ?? '');
        return next(args);
      },
    { step: 'initialize' },
  );
  secrets = createHookSecrets({ client, secretId: ID, clock: () => now });
});
afterEach(async () => {
  client.destroy();
  await server.close();
});

const verify = (value: string) => secrets.verify(value, AbortSignal.timeout(5_000));
const accepts = async (value: string) => (await verify(value)).matches;

/** Makes Secrets Manager unreachable until the returned function is called. */
async function cutOff(): Promise<() => Promise<void>> {
  const { port } = server;
  await server.close();
  return async () => {
    server = await startSecretsManager({ port, secrets: { [ID]: 'first' }, clock: () => now });
  };
}
const put = (SecretString: string, stage: string) =>
  client.send(new PutSecretValueCommand({ SecretId: ID, SecretString, VersionStages: [stage] }));
async function stages(): Promise<Record<string, string>> {
  const { VersionIdsToStages = {} } = await client.send(new DescribeSecretCommand({ SecretId: ID }));
  return Object.fromEntries(
    Object.entries(VersionIdsToStages).flatMap(([id, names]) => names.map((name) => [name, id])),
  );
}
/** What a rotation does once Okta knows the new secret. */
async function promotePending(): Promise<void> {
  const { AWSCURRENT, AWSPENDING } = await stages();
  const move = { SecretId: ID, RemoveFromVersionId: AWSCURRENT, MoveToVersionId: AWSPENDING };
  await client.send(new UpdateSecretVersionStageCommand({ ...move, VersionStage: 'AWSCURRENT' }));
}

describe('the hook secret', () => {
  it('is read once for five minutes of calls, before the first of them', async () => {
    await secrets.warmUp();
    expect(reads).toEqual(['AWSCURRENT']);
    for (; now < Date.UTC(2026, 10, 20) + 5 * MINUTES; now += MINUTES)
      expect(await accepts('first')).toBe(true);
    expect(reads).toEqual(['AWSCURRENT']);
    expect(await accepts('first')).toBe(true);
    expect(reads).toEqual(['AWSCURRENT', 'AWSCURRENT']);
  });

  it('is read once for calls that come at the same time', async () => {
    expect(await Promise.all(Array.from({ length: 20 }, () => accepts('first')))).toEqual(
      Array(20).fill(true),
    );
    expect(reads).toEqual(['AWSCURRENT']);
  });

  it.each(['', 'First', 'first ', 'firs', 'first,first'])('is not %j', async (value) => {
    expect(await accepts(value)).toBe(false);
  });

  it('costs a flood of wrong secrets one round in thirty seconds', async () => {
    await secrets.warmUp();
    reads.length = 0;
    const flood = () => Promise.all(Array.from({ length: 50 }, (_, index) => accepts(`wrong ${index}`)));
    for (const wait of [0, 10 * SECONDS, 19 * SECONDS]) {
      now += wait;
      expect(await flood()).not.toContain(true);
    }
    expect(reads.toSorted()).toEqual(['AWSCURRENT', 'AWSPENDING', 'AWSPREVIOUS']);
    now += SECONDS;
    await flood();
    expect(reads).toHaveLength(6);
  });

  it.each([{ SecretString: '' }, { SecretBinary: Buffer.from('first') }])(
    'authenticates nobody when it is %j',
    async (value) => {
      await client.send(new PutSecretValueCommand({ SecretId: ID, ...value }));
      for (const claim of ['', 'Zmlyc3Q=', 'undefined', 'null']) {
        expect(await verify(claim)).toEqual({ matches: false, degraded: true });
      }
    },
  );
});

describe('a rotation', () => {
  it('refuses no call from the old secret to the new one', async () => {
    await secrets.warmUp();
    await put('second', 'AWSPENDING');
    now += 35 * SECONDS;
    expect([await accepts('second'), await accepts('first')]).toEqual([true, true]);
    await promotePending();
    now += 6 * MINUTES;
    expect([await accepts('second'), await accepts('first')]).toEqual([true, true]);
  });

  it('finds a new secret although a wrong one was asked for half a minute ago', async () => {
    await accepts('wrong');
    await put('second', 'AWSPENDING');
    now += 30 * SECONDS;
    expect(await accepts('second')).toBe(true);
  });

  it('ends for the old secret fifteen minutes after the new one was made', async () => {
    now += MINUTES;
    await put('second', 'AWSCURRENT');
    now += 15 * MINUTES - 1;
    expect(await accepts('first')).toBe(true);
    now += 1;
    expect(await accepts('first')).toBe(false);
    expect(await accepts('second')).toBe(true);
  });

  it('ends for the old secret within thirty seconds of its removal', async () => {
    await put('second', 'AWSCURRENT');
    expect([await accepts('second'), await accepts('first')]).toEqual([true, true]);
    const { AWSPREVIOUS } = await stages();
    const removal = { SecretId: ID, VersionStage: 'AWSPREVIOUS', RemoveFromVersionId: AWSPREVIOUS };
    await client.send(new UpdateSecretVersionStageCommand(removal));
    now += 30 * SECONDS;
    expect([await accepts('first'), await accepts('second')]).toEqual([false, true]);
  });
});

describe('while Secrets Manager fails', () => {
  const unreadable = expect.objectContaining({ code: 'ERR_SECRET_UNREADABLE', statusCode: 503 });

  it('nobody is authenticated by a process that has never read the secret', async () => {
    const restore = await cutOff();
    await secrets.warmUp();
    await expect(verify('first')).rejects.toEqual(unreadable);
    await restore();
    expect(await verify('first')).toEqual({ matches: true, degraded: false });
  });

  it('the last reading is used for an hour, asked for again every thirty seconds, and counted', async () => {
    await secrets.warmUp();
    const restore = await cutOff();
    now += 5 * MINUTES;
    expect(await verify('first')).toEqual({ matches: true, degraded: true });
    reads.length = 0;
    expect(await verify('first')).toEqual({ matches: true, degraded: true });
    expect(reads).toEqual([]);
    now += 30 * SECONDS - 1;
    await verify('first');
    expect(reads).toEqual([]);
    now += 1;
    await verify('first');
    expect(reads).toEqual(['AWSCURRENT']);
    now += 54 * MINUTES - 30 * SECONDS;
    expect(await verify('first')).toEqual({ matches: true, degraded: true });
    now += MINUTES;
    await expect(verify('first')).rejects.toEqual(unreadable);
    await restore();
    expect(await verify('first')).toEqual({ matches: true, degraded: false });
  });

  it('an unknown secret is not called wrong: it may be the new one', async () => {
    await secrets.warmUp();
    await cutOff();
    await expect(verify('second')).rejects.toEqual(unreadable);
    reads.length = 0;
    await expect(verify('second')).rejects.toEqual(unreadable);
    expect(reads).toEqual([]);
    expect(await accepts('first')).toBe(true);
  });

  it('a secret that does not exist is one that cannot be read', async () => {
    secrets = createHookSecrets({ client, secretId: 'hooks/other', clock: () => now });
    await expect(verify('first')).rejects.toEqual(unreadable);
  });

  it('the error carries nothing of what the SDK said', async () => {
    await cutOff();
    const error = await verify('first').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ message: 'temporarily unavailable' });
    expect(error).not.toHaveProperty('cause');
    expect(JSON.stringify(error)).not.toContain('first');
  });

  it('a caller who gives up does not take the others along', async () => {
    const waiting: (() => void)[] = [];
    const slow = await listen(
      createServer((_, response) => {
        const body = { SecretString: 'first', CreatedDate: now / 1000 };
        waiting.push(() => response.end(JSON.stringify(body)));
        if (waiting.length > 1) for (const answer of waiting) answer();
      }),
      { port: 0 },
    );
    const slowClient = clientFor(slow);
    try {
      secrets = createHookSecrets({ client: slowClient, secretId: ID, clock: () => now });
      const controller = new AbortController();
      const first = secrets.verify('first', controller.signal);
      const second = verify('first');
      while (waiting.length === 0) await new Promise(setImmediate);
      controller.abort();
      await expect(first).rejects.toEqual(unreadable);
      expect(await second).toEqual({ matches: true, degraded: false });
    } finally {
      slowClient.destroy();
      await slow.close();
    }
  });
});
