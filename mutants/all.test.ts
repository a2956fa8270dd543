import { globSync } from 'node:fs';

// one file, so that jest loads the code of a scope once for each mutant instead of once for each file of tests
const files = globSync((process.env['MUTANTS_TESTS'] ?? '').split(' '));
for (const file of files) {
  if (!file.includes('.full.')) await import(`../${file}`);
}
