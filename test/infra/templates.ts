import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { addStack } from '../../infra/add-stack.ts';
import { PROJECT_ROOT } from '../../infra/bundling.ts';
import type { OktaHooksStack } from '../../infra/okta-hooks-stack.ts';
import { readSettings } from '../../infra/settings.ts';
import type { CompiledSources } from '../../lambda/passwords/compiled-sources.ts';
import { compileRulesFile } from '../../rules/compile.ts';
import { compileSourcesFile } from '../../rules/compile-sources.ts';

const CDK_JSON = JSON.parse(readFileSync(path.join(PROJECT_ROOT, 'cdk.json'), 'utf8'));
const { rules } = await compileRulesFile(path.join(PROJECT_ROOT, 'rules/import.yaml'));
const { rules: shippedSources } = await compileSourcesFile(
  path.join(PROJECT_ROOT, 'rules/password-sources.yaml'),
);

/** JSON of any shape, as CDK's own assertions type it. */
type Properties = ReturnType<Template['findResources']>[string][string];

/** A resource as the template has it. */
export interface Resource {
  readonly Properties: Properties;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

/** A stack with given settings, to look into. */
export class Synthesis {
  readonly app: App;
  readonly stack: OktaHooksStack;
  readonly #outdir: string;
  #template: Template | undefined;

  private constructor(outdir: string, settings: object, bundling: boolean, sources: CompiledSources) {
    const context = { ...CDK_JSON.context, ...(!bundling && { 'aws:cdk:bundling-stacks': [] }) };
    this.#outdir = outdir;
    this.app = new App({ outdir, context });
    this.stack = addStack(this.app, {
      stage: 'default',
      settings: readSettings({ default: settings }),
      rules,
      sources,
    });
  }

  /** Settings as a section of `cdk.json` has them; the functions' code is bundled only on request. */
  static async of(
    settings: object = {},
    { bundling = false, sources = shippedSources } = {},
  ): Promise<Synthesis> {
    const outdir = await mkdtemp(path.join(tmpdir(), 'okta-hooks-infra-'));
    return new Synthesis(outdir, settings, bundling, sources);
  }

  /** Synthesises, cdk-nag included; throws when it finds something. */
  get template(): Template {
    this.#template ??= Template.fromStack(this.stack);
    return this.#template;
  }

  /** Every resource of a type. */
  resources(type: string): readonly Resource[] {
    return Object.values(this.template.findResources(type)) as unknown as Resource[];
  }

  /** The only resource of a type, or of those whose logical id begins so. */
  resource(type: string, id = ''): Resource {
    const found = Object.entries(this.template.findResources(type)).filter(([key]) => key.startsWith(id));
    const [resource, ...others] = found;
    if (!resource || others.length > 0) throw new Error(`expected one ${type}`);
    return resource[1] as unknown as Resource;
  }

  /** Takes the folder of the cloud assembly away. */
  remove(): Promise<void> {
    return rm(this.#outdir, { recursive: true, force: true });
  }
}
