import path from 'node:path';
import { App } from 'aws-cdk-lib';
import { compileRulesFile } from '../rules/compile.ts';
import { compileSourcesFile } from '../rules/compile-sources.ts';
import { formatProblem, RulesInvalid } from '../rules/problem.ts';
import { addStack } from './add-stack.ts';
import { PROJECT_ROOT } from './bundling.ts';
import { DEFAULT_STAGE, readSettings, SETTINGS_KEY, SettingsInvalid } from './settings.ts';

/** What the CDK runs: wrong settings and wrong rules end it with their own messages, and nothing is made. */
async function main(): Promise<void> {
  const app = new App({ autoSynth: false });
  const stage: string = app.node.tryGetContext('stage') ?? DEFAULT_STAGE;
  const settings = readSettings(app.node.tryGetContext(SETTINGS_KEY), stage);
  const fileOf = (name: string) => path.relative(process.cwd(), path.resolve(PROJECT_ROOT, name));
  const { rules, warnings } = await compileRulesFile(fileOf(settings.rules));
  const sources = await compileSourcesFile(fileOf(settings.passwordSources));
  for (const warning of [...warnings, ...sources.warnings]) {
    process.stderr.write(`${formatProblem(warning)}\n`);
  }
  addStack(app, { stage, settings, rules, sources: sources.rules });
  app.synth();
}

try {
  await main();
} catch (error) {
  if (!(error instanceof SettingsInvalid || error instanceof RulesInvalid)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
