import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { PROJECT_ROOT } from './bundling.ts';

const CDK = path.join(PROJECT_ROOT, 'node_modules', 'aws-cdk', 'bin', 'cdk');

/**
 * Runs the project's own CDK command line in the project's folder, on this screen; resolves to its exit code. It
 * calls AWS only where the command itself does: no telemetry, no look for newer versions.
 */
export async function runCdk(args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [CDK, ...args], {
    cwd: PROJECT_ROOT,
    stdio: 'inherit',
    env: { ...process.env, CDK_DISABLE_CLI_TELEMETRY: 'true', CDK_DISABLE_VERSION_CHECK: 'true' },
  });
  const [code] = await once(child, 'exit');
  return typeof code === 'number' ? code : 1;
}
