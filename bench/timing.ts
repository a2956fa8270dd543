import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Table from 'cli-table3';
import { startDynamoDb } from '../local/dynamodb.ts';
import { loadSampleCredentials } from '../local/sample-credentials.ts';
import { startSecretsManager } from '../local/secrets-manager.ts';
import type { Contender } from './rounds.ts';
import { SECRETS, secretCases, type TimingCase, userCases } from './timing-cases.ts';
import { type Comparison, compareTimes } from './welch.ts';

/**
 * `npm run bench -- timing`: whether time tells a stranger anything, a wrong secret or somebody unknown. Two kinds of
 * input are measured in random order and compared with Welch's t; a control shows that a difference would be seen.
 * Exit code 1 when two kinds are told apart that should not be, or the control's are not.
 */
const REGION = 'us-east-1';
/** Above it dudect calls a difference probable. */
const TOLD_APART = 4.5;
const isQuick = process.argv.includes('--quick');
const SAMPLES = { microseconds: isQuick ? 4_000 : 20_000, milliseconds: isQuick ? 20 : 80 };

const folder = mkdtempSync(path.join(tmpdir(), 'okta-hooks-timing-'));
const dynamoDb = await startDynamoDb({ port: 0, region: REGION });
const secretsManager = await startSecretsManager({ port: 0, region: REGION, secrets: SECRETS });
Object.assign(process.env, {
  AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.url,
  AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${secretsManager.port}`,
  ...{ AWS_REGION: REGION, AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local', AWS_PROFILE: '' },
});
try {
  await loadSampleCredentials(dynamoDb.url, REGION);
  const table = new Table({
    head: ['what', 'a', 'b', 'median a', 'median b', 't', ''],
    style: { head: [], border: [] },
  });
  for (const one of [...secretCases(), ...(await userCases(folder))]) {
    const comparison = await measure(one);
    const isExpected = isToldApart(comparison) === (one.control ?? false);
    if (!isExpected) process.exitCode = 1;
    table.push(rowOf(one, comparison, isExpected));
  }
  process.stdout.write(`${table.toString()}\n`);
} finally {
  await Promise.all([dynamoDb.close(), secretsManager.close()]);
  rmSync(folder, { recursive: true });
}

async function measure({ a, b, cost }: TimingCase): Promise<Comparison> {
  const times: readonly [number[], number[]] = [[], []];
  const samples = SAMPLES[cost];
  for (let sample = -samples / 10; sample < samples; sample += 1) {
    // in random order, so that whatever goes on beside hits both kinds alike
    const isTurned = Math.random() < 0.5;
    for (const index of isTurned ? ([1, 0] as const) : ([0, 1] as const)) {
      const time = await timed(index === 0 ? a : b);
      if (sample >= 0) times[index].push(time);
    }
  }
  return compareTimes(...times);
}

async function timed({ work }: Contender): Promise<number> {
  const startedAt = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - startedAt) / 1_000;
}

function isToldApart({ t }: Comparison): boolean {
  return Math.abs(t) > TOLD_APART;
}

function rowOf({ what, a, b, cost, control }: TimingCase, comparison: Comparison, isExpected: boolean) {
  const inUnit = (time: number) =>
    cost === 'microseconds' ? `${time.toFixed(2)} µs` : `${(time / 1_000).toFixed(2)} ms`;
  const verdict = isToldApart(comparison) ? 'told apart' : 'alike';
  const judged = isExpected ? (control ? `${verdict}, as it should be` : verdict) : verdict.toUpperCase();
  return [what, a.name, b.name, inUnit(comparison.a), inUnit(comparison.b), comparison.t.toFixed(2), judged];
}
