import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Stryker } from '@stryker-mutator/core';
import { forgetSurvivors } from './forget-survivors.ts';
import { SCOPES, type Scope } from './scopes.ts';

/**
 * `npm run mutants -- <scope> [file…]`: changes the code of a scope, or of those of its files whose paths hold one of
 * the words, in one place at a time and says which changes no test noticed (`reports/mutants-<scope>.html`). Takes
 * minutes; the next time only what changed and what survived, unless `reports/` is deleted. Exit code 1 when fewer than
 * nine of ten were noticed.
 */
const WANTED = 90;
/** Beside one and a half times what the tests take: a change may make a loop endless. */
const TIMEOUT_MS = 3_000;
const [name = '', ...words] = process.argv.slice(2);
const scope = SCOPES[name];
const files = scope ? filesOf(scope) : [];
if (scope && files.length > 0) await run(name, { ...scope, mutate: files });
else {
  process.stderr.write(`npm run mutants -- <${Object.keys(SCOPES).join(' | ')}> [file…]\n`);
  process.exitCode = 2;
}

function filesOf({ mutate }: Scope): readonly string[] {
  const all = globSync([...mutate]);
  return words.length === 0 ? all : all.filter((file) => words.some((word) => file.includes(word)));
}

async function run(scopeName: string, { mutate, tests, ignoreStatic = false }: Scope): Promise<void> {
  // the same properties for every mutant
  process.env['FUZZ_SEED'] ??= '1';
  process.env['MUTANTS_TESTS'] = tests.join(' ');
  const incrementalFile = `reports/mutants-${scopeName}.incremental.json`;
  forgetSurvivors(incrementalFile, mutate);
  const stryker = new Stryker({
    mutate: [...mutate],
    testRunner: 'jest',
    testRunnerNodeArgs: ['--experimental-vm-modules'],
    // TypeScript 7 has no API to read it with, and jest does not need it
    tsconfigFile: 'none',
    jest: { configFile: 'jest.mutants.config.js', enableFindRelatedTests: false },
    coverageAnalysis: 'perTest',
    timeoutMS: TIMEOUT_MS,
    ignorePatterns: ['cdk.out', '.local', 'test/runtime/node_modules', 'reports', 'docs'],
    reporters: ['progress-append-only', 'clear-text', 'html', 'json'],
    clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
    htmlReporter: { fileName: `reports/mutants-${scopeName}.html` },
    incremental: true,
    incrementalFile,
    jsonReporter: { fileName: `reports/mutants-${scopeName}.json` },
    concurrency: Number(process.env['MUTANTS_AT_ONCE'] ?? availableParallelism()),
    allowEmpty: false,
    ignoreStatic,
    thresholds: { high: WANTED, low: WANTED, break: WANTED },
  });
  await stryker.runMutationTest();
}
