import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT_ROOT } from '../infra/bundling.ts';

/** A package that the project needs to run, as `package-lock.json` pins it. */
export interface LockedPackage {
  /** Its folder below the project's root, such as `node_modules/ldapts/node_modules/webidl-conversions`. */
  readonly folder: string;
  readonly name: string;
  readonly version: string;
  /** SPDX expression; `none` where a package does not say. */
  readonly licence: string;
}

type Lock = Readonly<
  Record<string, { readonly version: string; readonly license?: string; readonly dev?: boolean }>
>;

/** The packages of `dependencies` and all they depend on, by name and version; what only development needs is left out. */
export function productionPackages(): readonly LockedPackage[] {
  const lock = JSON.parse(readFileSync(path.join(PROJECT_ROOT, 'package-lock.json'), 'utf8'));
  return Object.entries(lock.packages as Lock)
    .filter(([folder, { dev }]) => folder !== '' && !dev)
    .map(([folder, { version, license }]) => ({
      folder,
      name: folder.replace(/^.*node_modules\//, ''),
      version,
      licence: license ?? 'none',
    }))
    .toSorted((a, b) => compare(a.name, b.name) || compare(a.version, b.version));
}

/** The order of code units: the same on every machine. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
