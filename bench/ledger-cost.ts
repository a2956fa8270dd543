import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { ImportRequest } from '../lambda/contract/import-request.ts';
import { prepareRules } from '../lambda/imports/prepared-rules.ts';
import { createImportService } from '../lambda/imports/service.ts';
import { noDirectory } from '../lambda/logins/directory.ts';
import { createDynamoLedger } from '../lambda/logins/dynamo/ledger.ts';
import { foldLogin } from '../lambda/logins/fold.ts';
import { LOCAL_LOGIN_TABLE, startDynamoDb } from '../local/dynamodb.ts';
import { compileRulesFile } from '../rules/compile.ts';
import { type Verdict, within } from './verdict.ts';

const ROOT = path.join(import.meta.dirname, '..');
const EVENT = path.join(ROOT, 'events/import/login-conflict-no-middle-name.json');
const SIGNAL = new AbortController().signal;
const NTH = 10_000;
const BUDGET = { alone: 3, nth: 6 };

/** Requests that real decisions send to DynamoDB (dynalite), the SDK's own client counting each. */
export async function benchLedgerCost(): Promise<readonly Verdict[]> {
  const dynamoDb = await startDynamoDb({ port: 0, region: 'us-east-1' });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint: dynamoDb.url, region: 'us-east-1', credentials });
  try {
    let requests = 0;
    client.middlewareStack.add(
      (next) => (sent) => {
        requests += 1;
        return next(sent);
      },
      { step: 'finalizeRequest', name: 'count' },
    );
    const { rules } = await compileRulesFile(path.join(ROOT, 'rules/import.yaml'));
    const ledger = createDynamoLedger({ client, table: LOCAL_LOGIN_TABLE });
    const decide = createImportService({
      rules: prepareRules(rules),
      directory: noDirectory,
      ledger,
      now: Date.now,
    });
    const costOf = async (person: ImportRequest) => {
      requests = 0;
      const { answer } = await decide(person, { signal: SIGNAL, rehearsal: false });
      if ('error' in answer) throw new Error('the decision was refused');
      return requests;
    };
    const alone = await costOf(person('first'));
    // What all the people before the 10,000th leave behind: the login is claimed, and its number is as far.
    await ledger.raiseNumber(numberBaseOf(person('first')), NTH, SIGNAL);
    const nth = await costOf(person('nth'));
    return [
      within('ledger requests of a person without conflict', 'requests', [alone], BUDGET.alone),
      within(`ledger requests of the 10,000th of one name`, 'requests', [nth], BUDGET.nth),
    ];
  } finally {
    client.destroy();
    await dynamoDb.close();
  }
}

function person(externalId: string): ImportRequest {
  const request = JSON.parse(readFileSync(EVENT, 'utf8'));
  request.data.context.conflicts = [];
  request.data.appUser.profile.externalId = externalId;
  return request;
}

/** As the shipped rules' `numbered` makes it of number 0. */
function numberBaseOf({ data }: ImportRequest): string {
  return foldLogin(String(data.user.profile['login']).replace('@', '0@'));
}
