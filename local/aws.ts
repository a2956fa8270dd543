import { LOCAL_CREDENTIAL_TABLE, LOCAL_LOGIN_TABLE } from './dynamodb.ts';
import { runProgram } from './run-program.ts';
import { readSettings } from './settings.ts';
import { startStandIns } from './stand-ins.ts';
import { untilStopped } from './until-stopped.ts';

/** `npm run local:aws`: the stand-ins for AWS alone, for functions that run in `sam local`. */
async function main(): Promise<void> {
  const standIns = await startStandIns(readSettings(process.env));
  const stopped = untilStopped();
  process.stdout.write(
    [
      `Secrets Manager  ${standIns.secretsManagerUrl}`,
      ...Object.entries(standIns.secretArns).map(([hook, arn]) => `  ${`${hook} secret`.padEnd(15)}${arn}`),
      `DynamoDB         ${standIns.dynamoDbUrl}`,
      `  login table    ${LOCAL_LOGIN_TABLE}`,
      `  credentials    ${LOCAL_CREDENTIAL_TABLE}`,
      '',
      'Containers reach them as host.docker.internal; on Linux start them with HOST=0.0.0.0. Ctrl-C stops them.',
      '',
    ].join('\n'),
  );
  await stopped;
  await standIns.close();
  // see local/main.ts: npm sends the signal once more
  process.exit(0);
}

await runProgram(main);
