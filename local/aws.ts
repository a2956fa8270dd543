import { LaptopError } from './laptop-error.ts';
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
      `  import secret  ${standIns.importSecretArn}`,
      '',
      'Containers reach it as host.docker.internal; on Linux start it with HOST=0.0.0.0. Ctrl-C stops it.',
      '',
    ].join('\n'),
  );
  await stopped;
  await standIns.close();
  // see local/main.ts: npm sends the signal once more
  process.exit(0);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof LaptopError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
