import path from 'node:path';
import { BUNDLE_BUDGET } from '../infra/bundle-weight.ts';
import { PROJECT_ROOT } from '../infra/bundling.ts';
import { unusedDrivers } from '../infra/drivers.ts';
import { HOOKS } from '../infra/hooks.ts';
import { compileSourcesFile } from '../rules/compile-sources.ts';
import { createBundleFolder } from './bundle.ts';
import { type Verdict, within } from './verdict.ts';

const KILOBYTE = 1024;
const SOURCES = path.join(PROJECT_ROOT, 'rules/password-sources.yaml');

/** What every function weighs, minified, with the drivers that the shipped password sources need. */
export async function benchBundles(): Promise<readonly Verdict[]> {
  const { rules: sources } = await compileSourcesFile(SOURCES);
  const folder = await createBundleFolder();
  try {
    const verdicts: Verdict[] = [];
    for (const { kind, entry } of HOOKS) {
      const { weight } = await folder.bundle(entry, unusedDrivers(sources));
      verdicts.push(
        within(`bundle of the ${kind} hook`, 'KB', [weight.bytes / KILOBYTE], BUNDLE_BUDGET / KILOBYTE),
      );
    }
    return verdicts;
  } finally {
    folder.remove();
  }
}
