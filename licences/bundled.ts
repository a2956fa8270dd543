import { readdirSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { PROJECT_ROOT } from '../infra/bundling.ts';

/** Folders of packages, as `package-lock.json` calls them, by the function whose code they are part of. */
export type Bundled = ReadonlyMap<string, ReadonlySet<string>>;

/** What each Lambda function carries, with the drivers of every kind of password source. Bundles nothing to disk. */
export async function bundledPackages(): Promise<Bundled> {
  const folder = path.join(PROJECT_ROOT, 'lambda');
  const entries = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  const bundles = entries.map(async (entry): Promise<[string, ReadonlySet<string>]> => {
    const { metafile } = await build({
      absWorkingDir: PROJECT_ROOT,
      entryPoints: [path.join(folder, entry)],
      ...{ bundle: true, platform: 'node', format: 'esm', mainFields: ['module', 'main'], minify: true },
      ...{ external: ['pg-native'], write: false, metafile: true, outdir: folder, splitting: true },
    });
    const kept = Object.values(metafile.outputs).flatMap(({ inputs }) =>
      Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0),
    );
    return [path.basename(entry, '.ts'), new Set(kept.flatMap(([file]) => folderOf(file) ?? []))];
  });
  return new Map(await Promise.all(bundles));
}

function folderOf(file: string): string | undefined {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0];
}
