import { availableParallelism } from 'node:os';
import { Stryker } from '@stryker-mutator/core';
import { SCOPES } from './scopes.ts';

/**
 * `npm run mutants -- <scope>`: changes the code of a scope in one place at a time and says which changes no test
 * noticed (`reports/mutants-<scope>.html`). Takes minutes, the next time only what changed; exit code 1 when fewer than
 * nine of ten were noticed.
 */
const WANTED = 90;
/** Beside one and a half times what the tests take: a change may make a loop endless. */
const TIMEOUT_MS = 3_000;
const [name = ''] = process.argv.slice(2);
const scope = SCOPES[name];
if (scope) await run(name, scope.mutate, scope.tests);
else {
  process.stderr.write(`npm run mutants -- <${Object.keys(SCOPES).join(' | ')}>\n`);
  process.exitCode = 2;
}

async function run(scopeName: string, mutate: readonly string[], tests: readonly string[]): Promise<void> {
  // the same properties for every mutant
  process.env['FUZZ_SEED'] ??= '1';
  process.env['MUTANTS_TESTS'] = tests.join(' ');
  const stryker = new Stryker({
    mutate: [...mutate],
    testRunner: 'jest',
    testRunnerNodeArgs: ['--experimental-vm-modules'],
    // TypeScript 7 has no API to read it with, and jest does not need it
    tsconfigFile: 'none',
    jest: { configFile: 'jest.mutants.config.js', enableFindRelatedTests: true },
    coverageAnalysis: 'perTest',
    timeoutMS: TIMEOUT_MS,
    ignorePatterns: ['cdk.out', '.local', 'test/runtime/node_modules', 'reports', 'docs'],
    reporters: ['progress-append-only', 'clear-text', 'html', 'json'],
    clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
    htmlReporter: { fileName: `reports/mutants-${scopeName}.html` },
    // what did not change since the last run is not asked again
    incremental: true,
    incrementalFile: `reports/mutants-${scopeName}.incremental.json`,
    jsonReporter: { fileName: `reports/mutants-${scopeName}.json` },
    concurrency: Number(process.env['MUTANTS_AT_ONCE'] ?? availableParallelism()),
    allowEmpty: false,
    thresholds: { high: WANTED, low: WANTED, break: WANTED },
  });
  await stryker.runMutationTest();
}
