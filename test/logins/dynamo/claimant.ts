// A process of its own that asks for logins: `claimant.ts <table url> <name> <person…>`.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { chooseLogin } from '../../../lambda/logins/choose.ts';
import { noDirectory } from '../../../lambda/logins/directory.ts';
import { createDynamoLedger } from '../../../lambda/logins/dynamo/ledger.ts';
import { LOCAL_LOGIN_TABLE } from '../../../local/dynamodb.ts';
import { personAsking } from '../law-world.ts';

/** Which login each person got; a claimant tells it person by person, as soon as it knows. */
export type Asked = Readonly<Record<string, string>>;

const [endpoint = '', name = '', ...people] = process.argv.slice(2);
const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
const world = { directory: noDirectory, ledger: createDynamoLedger({ client, table: LOCAL_LOGIN_TABLE }) };

for (const person of people) {
  const choice = await chooseLogin(personAsking(person, name), world, new AbortController().signal);
  process.send?.({ [person]: choice.login ?? choice.kind } satisfies Asked);
}
client.destroy();
process.disconnect?.();
