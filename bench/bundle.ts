import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { type BundleWeight, weigh } from '../infra/bundle-weight.ts';
import { bundlingFor, PROJECT_ROOT } from '../infra/bundling.ts';
import { compileRulesFile } from '../rules/compile.ts';

/** One function's code as it would be deployed. */
export interface Bundle {
  /** The ES module, absolute. */
  readonly file: string;
  readonly weight: BundleWeight;
}

/** A folder for bundles, with the compiled rules beside them, as the CDK lays them out. */
export interface BundleFolder {
  /** Bundles an entry point below the project's root, with the options of a deployment. */
  bundle(entry: string, unused?: readonly string[]): Promise<Bundle>;
  readonly rulesFile: string;
  remove(): void;
}

/** Makes an empty folder that lives until it is removed. */
export async function createBundleFolder(): Promise<BundleFolder> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-bundle-'));
  const rulesFile = path.join(folder, 'rules.json');
  const { rules } = await compileRulesFile(path.join(PROJECT_ROOT, 'rules/import.yaml'));
  writeFileSync(rulesFile, JSON.stringify(rules));
  return {
    bundle: (entry, unused = []) => bundleInto(folder, entry, unused),
    rulesFile,
    remove: () => rmSync(folder, { recursive: true }),
  };
}

async function bundleInto(folder: string, entry: string, unused: readonly string[]): Promise<Bundle> {
  const { target, mainFields, minify, sourceMap, sourcesContent, externalModules, banner } = bundlingFor({
    metafile: '',
    unused,
  });
  const file = path.join(folder, `${path.basename(entry, '.ts')}.mjs`);
  const { metafile } = await build({
    entryPoints: [path.join(PROJECT_ROOT, entry)],
    absWorkingDir: PROJECT_ROOT,
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: file,
    metafile: true,
    logLevel: 'warning',
    ...(target && { target }),
    ...(mainFields && { mainFields }),
    ...(minify && { minify }),
    ...(sourceMap && { sourcemap: true }),
    ...(sourcesContent !== undefined && { sourcesContent }),
    ...(externalModules && { external: externalModules }),
    ...(banner && { banner: { js: banner } }),
  });
  return { file, weight: weigh(metafile) };
}
