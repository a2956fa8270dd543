import type { Metafile } from 'esbuild';

/** What a function's code weighs in bytes, minified, and what each dependency has to do with it. */
export interface BundleWeight {
  readonly bytes: number;
  /** Heaviest first; the project's own code is `own code`. */
  readonly parts: readonly { readonly name: string; readonly bytes: number }[];
}

/** The largest bundle that may be deployed, in bytes. */
export const BUNDLE_BUDGET = 700 * 1024;

/** Reads esbuild's metafile of one bundle. */
export function weigh({ outputs }: Metafile): BundleWeight {
  const parts = new Map<string, number>();
  const code = Object.entries(outputs).filter(([file]) => file.endsWith('.mjs'));
  for (const [file, { bytesInOutput }] of code.flatMap(([, output]) => Object.entries(output.inputs))) {
    const name = packageOf(file) ?? 'own code';
    parts.set(name, (parts.get(name) ?? 0) + bytesInOutput);
  }
  return {
    bytes: code.reduce((sum, [, output]) => sum + output.bytes, 0),
    parts: [...parts].map(([name, bytes]) => ({ name, bytes })).sort((a, b) => b.bytes - a.bytes),
  };
}

/** `@smithy/core` of `node_modules/x/node_modules/@smithy/core/dist/index.js`. */
function packageOf(file: string): string | undefined {
  return /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1];
}
