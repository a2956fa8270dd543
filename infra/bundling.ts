import path from 'node:path';
import { type BundlingOptions, LogLevel, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';

/** The project's own folder: where esbuild runs and paths of the metafile start. */
export const PROJECT_ROOT = path.join(import.meta.dirname, '..');

/** Dependencies that are CommonJS call `require`, which an ES module does not have. */
const REQUIRE_BANNER =
  "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);";

/** Files that belong to one bundle but do not come from esbuild. */
export interface BundleFiles {
  /** The compiled rules; laid beside the handler as `rules.json`, where the function looks by default. */
  readonly rules?: string;
  /** Where to put esbuild's metafile, which tells what each dependency weighs; it is not deployed. */
  readonly metafile: string;
  /** Packages that the code imports only when it is set up to, and here it is not. */
  readonly unused: readonly string[];
}

/**
 * How a function's code becomes its asset: one minified ES module with everything in it, the AWS SDK too, so
 * that what was tested is what runs. esbuild comes from `node_modules`; Docker is never used.
 */
export function bundlingFor({ rules, metafile, unused }: BundleFiles): BundlingOptions {
  return {
    format: OutputFormat.ESM,
    target: 'node24',
    mainFields: ['module', 'main'],
    minify: true,
    sourceMap: true,
    sourcesContent: false,
    bundleAwsSDK: true,
    // Drivers may look for native parts of theirs, which they can do without.
    externalModules: ['pg-native', ...unused],
    banner: REQUIRE_BANNER,
    metafile: true,
    logLevel: LogLevel.WARNING,
    commandHooks: {
      beforeBundling: () => [],
      beforeInstall: () => [],
      afterBundling: (_input, output) => [
        ...(rules === undefined ? [] : [`cp ${quote(rules)} ${quote(path.join(output, 'rules.json'))}`]),
        `mv ${quote(path.join(output, 'index.meta.json'))} ${quote(metafile)}`,
      ],
    },
  };
}

/** One word for the shell, whatever the path contains. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
