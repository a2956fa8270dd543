import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type SecretsManager, startSecretsManager } from '../../local/secrets-manager.ts';

const SecretId = 'hooks/import';
let standIn: SecretsManager;
let client: SecretsManagerClient;
let now: number;

beforeEach(async () => {
  now = Date.UTC(2026, 0, 1);
  standIn = await startSecretsManager({ port: 0, secrets: { [SecretId]: 'first' }, clock: () => now });
  client = new SecretsManagerClient({
    endpoint: `http://127.0.0.1:${standIn.port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
});

afterEach(async () => {
  client.destroy();
  await standIn.close();
});

const get = (stage?: string) =>
  client.send(new GetSecretValueCommand({ SecretId, ...(stage && { VersionStage: stage }) }));
const put = (SecretString: string, VersionStages?: string[]) =>
  client.send(new PutSecretValueCommand({ SecretId, SecretString, ...(VersionStages && { VersionStages }) }));

describe('the Secrets Manager stand-in, asked by the AWS SDK', () => {
  it('gives the current value with its version, stage and time', async () => {
    const { ARN, Name, SecretString, VersionStages, CreatedDate } = await get();
    expect({ ARN, Name, SecretString, VersionStages }).toEqual({
      ARN: standIn.arns[SecretId],
      Name: SecretId,
      SecretString: 'first',
      VersionStages: ['AWSCURRENT'],
    });
    expect(CreatedDate?.getTime()).toBe(now);
  });

  it('finds a secret by name, by ARN, and by ARN without its ending', async () => {
    const arn = String(standIn.arns[SecretId]);
    for (const id of [SecretId, arn, arn.slice(0, -7)]) {
      const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: id }));
      expect(SecretString).toBe('first');
    }
  });

  it('makes the old value AWSPREVIOUS when a new one becomes AWSCURRENT', async () => {
    await put('second');
    await put('third');
    expect((await get()).SecretString).toBe('third');
    expect((await get('AWSPREVIOUS')).SecretString).toBe('second');
  });

  it('forgets a version that no stage points to', async () => {
    const { VersionId } = await get();
    await put('second');
    await put('third');
    await expect(client.send(new GetSecretValueCommand({ SecretId, VersionId }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    const { VersionIdsToStages } = await client.send(new DescribeSecretCommand({ SecretId }));
    expect(
      Object.values(VersionIdsToStages ?? {})
        .flat()
        .sort(),
    ).toEqual(['AWSCURRENT', 'AWSPREVIOUS']);
  });

  it('keeps AWSCURRENT where it is while a rotation prepares AWSPENDING', async () => {
    await put('next', ['AWSPENDING']);
    expect((await get()).SecretString).toBe('first');
    expect((await get('AWSPENDING')).SecretString).toBe('next');
    await expect(get('AWSPREVIOUS')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('finishes a rotation by moving AWSCURRENT, and moves it back', async () => {
    const { VersionId: old } = await get();
    const { VersionId: next } = await put('next', ['AWSPENDING']);
    const move = (from: string | undefined, to: string | undefined) =>
      client.send(
        new UpdateSecretVersionStageCommand({
          SecretId,
          VersionStage: 'AWSCURRENT',
          RemoveFromVersionId: from,
          MoveToVersionId: to,
        }),
      );
    await move(old, next);
    expect([(await get()).SecretString, (await get('AWSPREVIOUS')).SecretString]).toEqual(['next', 'first']);
    await move(next, old);
    expect([(await get()).SecretString, (await get('AWSPREVIOUS')).SecretString]).toEqual(['first', 'next']);
  });

  it('removes AWSPREVIOUS, so that a leaked old secret can be revoked at once', async () => {
    await put('second');
    const { VersionId } = await get('AWSPREVIOUS');
    await client.send(
      new UpdateSecretVersionStageCommand({
        SecretId,
        VersionStage: 'AWSPREVIOUS',
        RemoveFromVersionId: VersionId,
      }),
    );
    await expect(get('AWSPREVIOUS')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('refuses to move a stage whose holder the caller does not name', async () => {
    const { VersionId } = await put('next', ['AWSPENDING']);
    const command = new UpdateSecretVersionStageCommand({
      SecretId,
      VersionStage: 'AWSCURRENT',
      MoveToVersionId: VersionId,
    });
    await expect(client.send(command)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    expect((await get()).SecretString).toBe('first');
  });

  it('takes a repeated put as one, and refuses another value under the same version', async () => {
    const ClientRequestToken = 'a'.repeat(32);
    const again = (SecretString: string) =>
      client.send(new PutSecretValueCommand({ SecretId, ClientRequestToken, SecretString }));
    await again('second');
    await again('second');
    expect((await get('AWSPREVIOUS')).SecretString).toBe('first');
    await expect(again('other')).rejects.toMatchObject({ name: 'ResourceExistsException' });
    expect((await get()).SecretString).toBe('second');
  });

  it('keeps bytes as bytes', async () => {
    const SecretBinary = Uint8Array.of(0, 255, 128);
    await client.send(new PutSecretValueCommand({ SecretId, SecretBinary }));
    const value = await get();
    expect([...(value.SecretBinary ?? [])]).toEqual([0, 255, 128]);
    expect(value.SecretString).toBeUndefined();
  });

  it('refuses a secret it does not have', async () => {
    const command = new GetSecretValueCommand({ SecretId: 'other' });
    await expect(client.send(command)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      $metadata: { httpStatusCode: 400 },
    });
  });

  it.each([
    ['an unknown operation', 'secretsmanager.DeleteSecret', '{}', 'UnknownOperationException'],
    ['the name of an object method', 'secretsmanager.toString', '{}', 'UnknownOperationException'],
    ['a body that is not JSON', 'secretsmanager.GetSecretValue', '{', 'SerializationException'],
    ['a missing parameter', 'secretsmanager.GetSecretValue', '{}', 'ValidationException'],
  ])('refuses %s with the error AWS has for it', async (_, operation, body, type) => {
    const response = await fetch(`http://127.0.0.1:${standIn.port}/`, {
      method: 'POST',
      headers: { 'x-amz-target': operation },
      body,
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ __type: type });
  });

  it('says when its port is taken', async () => {
    const second = startSecretsManager({ port: standIn.port, secrets: {} });
    await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
