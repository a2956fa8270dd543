import path from 'node:path';
import { PROJECT_ROOT } from './bundling.ts';
import { readCloudAssembly } from './cloud-assembly.ts';
import { runCdk } from './run-cdk.ts';
import { summarize } from './synth-summary.ts';

/** `npm run synth`: makes the template without credentials, Docker or network, and says what it made. */
const code = await runCdk(['synth', '--quiet', ...process.argv.slice(2)]);
if (code === 0) process.stdout.write(summarize(readCloudAssembly(path.join(PROJECT_ROOT, 'cdk.out'))));
process.exitCode = code;
