import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Metafile } from 'esbuild';
import { type BundleWeight, weigh } from './bundle-weight.ts';

/** A resource as the template has it. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

/** What one synthesis made, read back from its folder. */
export interface CloudAssembly {
  readonly stackName: string;
  readonly templateFile: string;
  readonly resources: readonly TemplateResource[];
  readonly outputs: readonly string[];
  /** Findings of cdk-nag that are acknowledged, with the construct and the reason. */
  readonly acknowledged: readonly { readonly id: string; readonly at: string; readonly reason: string }[];
  /** Findings that are not; a synthesis with errors among them has failed. */
  readonly findings: number;
  /** The bundle of a hook's function. */
  weightOf(hook: string): BundleWeight;
}

interface Manifest {
  readonly artifacts: Readonly<
    Record<string, { readonly type: string; readonly properties: { readonly templateFile: string } }>
  >;
}
interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs: Readonly<Record<string, unknown>>;
}
interface Report {
  readonly pluginReports: readonly { readonly violations?: readonly unknown[] }[];
}
type Metadata = Readonly<
  Record<string, readonly { readonly type: string; readonly data: Readonly<Record<string, string>> }[]>
>;

/** Reads the folder that `cdk synth` wrote. */
export function readCloudAssembly(outdir: string): CloudAssembly {
  // The CDK wrote these files a moment ago, in the shapes of its own cloud assembly schema.
  const read = <Shape>(file: string) => JSON.parse(readFileSync(path.join(outdir, file), 'utf8')) as Shape;
  const { artifacts } = read<Manifest>('manifest.json');
  const stack = Object.entries(artifacts).find(([, { type }]) => type === 'aws:cloudformation:stack');
  if (!stack) throw new Error(`${outdir} has no stack`);
  const [stackName, { properties }] = stack;
  const template = read<Template>(properties.templateFile);
  const metadata = Object.entries(read<Metadata>(`${stackName}.metadata.json`));
  return {
    stackName,
    templateFile: path.join(outdir, properties.templateFile),
    resources: Object.values(template.Resources),
    outputs: Object.keys(template.Outputs),
    acknowledged: metadata.flatMap(([at, entries]) =>
      entries
        .filter(({ type }) => type === 'aws:cdk:acknowledged-rules')
        .flatMap(({ data }) => Object.entries(data))
        .map(([id, reason]) => ({ id: id.replace('Annotation::', ''), at, reason })),
    ),
    findings: read<Report>('validation-report.json').pluginReports.flatMap(
      ({ violations = [] }) => violations,
    ).length,
    weightOf: (hook) => weigh(read<Metafile>(`${hook}-hook.meta.json`)),
  };
}
