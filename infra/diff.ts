import { runCdk } from './run-cdk.ts';

/** `npm run diff`: what a deployment would change. */
process.exitCode = await runCdk(['diff', ...process.argv.slice(2)]);
