import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { hookCallEvent } from '../events/hook-call.ts';
import { importRequestSchema } from '../lambda/contract/import-request.ts';
import type { CompiledSources } from '../lambda/passwords/compiled-sources.ts';
import { credentialItem, credentialKey } from '../lambda/passwords/credentials/record.ts';
import { createPasswordService } from '../lambda/passwords/service.ts';
import { createHook } from '../lambda/pipeline/hook.ts';
import { createSecretsManagerClient } from '../lambda/platform/aws-clients.ts';
import { createHookSecrets, type HookSecrets } from '../lambda/platform/secrets.ts';
import { LOCAL_CREDENTIAL_TABLE } from '../local/dynamodb.ts';
import type { Contender } from './rounds.ts';

/** Two kinds of input whose times are compared, and whether they are meant to be told apart. */
export interface TimingCase {
  readonly what: string;
  readonly a: Contender;
  readonly b: Contender;
  /** Roughly how long one call takes. */
  readonly cost: 'microseconds' | 'milliseconds';
  /** A control: shows that the measurement sees a difference where there is one. @default false */
  readonly control?: boolean;
}

/** Hook secrets of the stand-in for Secrets Manager, by name. */
export const SECRETS = {
  usual: 'k7Qw2ZpX9vLtR4nYc8BdHs6JfAe3MgUo1iVxTqNzWyK5',
  long: 'k7Qw2ZpX9vLtR4nYc8BdHs6JfAe3MgUo1iVxTqNzWyK5'.repeat(40),
};

const NEVER = new AbortController().signal;
/** As long as the usual secret, wrong where it is said. */
const FIRST_WRONG = `x${SECRETS.usual.slice(1)}`;
const LAST_WRONG = `${SECRETS.usual.slice(0, -1)}x`;
const LONGER = `${SECRETS.usual}x`;

/** A wrong secret must take as long as any other, wherever it is wrong, and whatever the right one is like. */
export function secretCases(): readonly TimingCase[] {
  // A clock that stands still: the round after the first mismatch counts for ever, nothing is read again.
  const secretOf = (secretId: keyof typeof SECRETS) =>
    createHookSecrets({ client: createSecretsManagerClient(), secretId, clock: () => 0 });
  const [usual, other, long] = [secretOf('usual'), secretOf('usual'), secretOf('long')];
  const hook = createHook({
    hook: 'import',
    schema: importRequestSchema,
    authentication: { kind: 'header', header: 'authorization', secrets: usual },
    decide: async () => ({ statusCode: 200, body: {}, facts: {}, counts: {} }),
    outOfTime: () => ({ statusCode: 503, body: {}, facts: {}, counts: {} }),
    observe: () => undefined,
  });
  const context = { getRemainingTimeInMillis: () => 5_000, awsRequestId: 'bench' };
  const call = (name: string, secret: string): Contender => {
    const event = hookCallEvent({ hook: 'import', payload: '{}', header: 'authorization', secret });
    return { name, work: () => hook(event, context) };
  };
  const verify = (name: string, secrets: HookSecrets, value: string): Contender => ({
    name,
    work: () => secrets.verify(value, NEVER),
  });
  const first = verify('first byte wrong', usual, FIRST_WRONG);
  const last = verify('last byte wrong', usual, LAST_WRONG);
  const longer = verify('a byte more', usual, LONGER);
  const against = verify('secret 40 times as long', long, FIRST_WRONG);
  return [
    { what: 'secret', a: first, b: last, cost: 'microseconds' },
    { what: 'secret', a: first, b: longer, cost: 'microseconds' },
    { what: 'secret', a: verify('first byte wrong', other, FIRST_WRONG), b: against, cost: 'microseconds' },
    {
      what: 'whole call, 401',
      a: call('first byte wrong', FIRST_WRONG),
      b: call('last byte wrong', LAST_WRONG),
      cost: 'microseconds',
    },
  ];
}

/** Somebody unknown must take as long as a wrong password: the laptop's sample has a person of each format. */
export async function userCases(folder: string): Promise<readonly TimingCase[]> {
  await disable('carla.disabled@example.com');
  const compare = async (what: string, known: string, unknown: string): Promise<TimingCase> => {
    const attempt = await attempts(folder, false);
    await attempt(known);
    return {
      what,
      a: { name: 'known, wrong password', work: () => attempt(known) },
      b: { name: 'unknown', work: () => attempt(unknown) },
      cost: 'milliseconds',
    };
  };
  const disabled = await compare(
    'account without a hash',
    'ana.silva@example.com',
    'carla.disabled@example.com',
  );
  const control = await attempts(folder, true);
  return [
    await compare('bcrypt, cost 10', 'ana.silva@example.com', 'ana.nobody@example.com'),
    await compare('bcrypt, short name', 'ana.silva', 'ana.nobody'),
    { ...disabled, b: { ...disabled.b, name: 'hash taken away' } },
    await compare('argon2id, 19 MiB', 'bjørn.åsen@example.com', 'bjørn.nemo@example.com'),
    await compare('PBKDF2, 260,000 rounds', 'chidi.okafor@example.com', 'chidi.nobody@example.com'),
    {
      what: 'control: no decoy (next: true)',
      a: { name: 'known, wrong password', work: () => control('ana.silva@example.com') },
      b: { name: 'unknown', work: () => control('ana.nobody@example.com') },
      cost: 'milliseconds',
      control: true,
    },
  ];
}

/** The password service as the Lambda builds it, with one source: the credential table. */
async function attempts(folder: string, next: boolean) {
  const most = Number.MAX_SAFE_INTEGER;
  const compiled: CompiledSources = {
    version: 1,
    throttle: { minutes: 5, usernameAndAddress: most, username: most, address: most },
    shortNames: true,
    sources: [{ kind: 'table', name: 'credential-table', next, timeout: 2_000 }],
  };
  const rulesFile = path.join(folder, 'sources.json');
  writeFileSync(rulesFile, JSON.stringify(compiled));
  const settings = { rulesFile, credentialTable: LOCAL_CREDENTIAL_TABLE, sourceSecrets: new Map() };
  const service = await createPasswordService(settings);
  return async (username: string) => {
    const attempt = { username, password: 'wrong password', address: '', eventId: undefined };
    const { outcome } = await service(attempt, NEVER);
    if (outcome.kind !== 'no match') throw new Error(`the attempt was not decided: ${outcome.kind}`);
  };
}

async function disable(login: string): Promise<void> {
  const client = new DynamoDBClient();
  const stored = { hash: '!', format: 'auto' };
  const Item = { ...credentialKey(login), ...credentialItem({ stored, state: 'waiting' }) };
  await client.send(new PutItemCommand({ TableName: LOCAL_CREDENTIAL_TABLE, Item }));
  client.destroy();
}
