import type { Bundled } from './bundled.ts';
import type { LockedPackage } from './locked-packages.ts';

interface Property {
  readonly name: string;
  readonly value: string;
}

/** What is read of a component; everything else stays as npm wrote it. */
interface Component {
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version: string;
  readonly properties?: readonly Property[];
}

/** A bill in the form of CycloneDX 1.5, as far as it is looked at. */
export interface BillOfMaterials {
  readonly metadata: { readonly component: { readonly name: string } };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

/**
 * A bill of what runs, from one of everything: without what only development needs, and with the functions whose code
 * a package is part of (property `okta-hooks:function`). npm's own `--omit dev` also leaves out packages that
 * development needs as well, such as zod.
 */
export function billOfProduction<Bill extends BillOfMaterials>(
  bill: Bill,
  packages: readonly LockedPackage[],
  bundled: Bundled,
): Bill {
  const folders = new Map<string, string[]>();
  for (const { name, version, folder } of packages)
    folders.set(`${name}@${version}`, [...(folders.get(`${name}@${version}`) ?? []), folder]);
  const carriers = (one: Component): readonly Property[] =>
    [...bundled]
      .filter(([, parts]) => folders.get(keyOf(one))?.some((folder) => parts.has(folder)))
      .map(([value]) => ({ name: 'okta-hooks:function', value }));
  const components = bill.components
    .filter((one) => folders.has(keyOf(one)))
    .map((one) => ({ ...one, properties: [...(one.properties ?? []), ...carriers(one)] }));
  const refs = new Set(components.map((one) => one['bom-ref']));
  const dependencies = bill.dependencies
    .filter(({ ref }) => refs.has(ref) || !bill.components.some((one) => one['bom-ref'] === ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((one) => refs.has(one)) }));
  return { ...bill, metadata: named(bill.metadata), components, dependencies };
}

/** npm calls the project after the folder it lies in. */
const named = <Metadata extends BillOfMaterials['metadata']>(metadata: Metadata): Metadata => ({
  ...metadata,
  component: { ...metadata.component, name: 'okta-hooks' },
});

const keyOf = ({ name, version }: Component) => `${name}@${version}`;
