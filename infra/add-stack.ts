import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import type { CompiledRules } from '../lambda/imports/compiled-rules.ts';
import type { CompiledSources } from '../lambda/passwords/compiled-sources.ts';
import { secretNames } from '../lambda/passwords/sources/secret-names.ts';
import { unusedDrivers } from './drivers.ts';
import { deployedHooks } from './hooks.ts';
import { acknowledgeFindings } from './nag.ts';
import { OktaHooksStack } from './okta-hooks-stack.ts';
import { DEFAULT_STAGE, SettingsInvalid } from './settings.ts';
import type { Settings } from './settings-schema.ts';

/** What is deployed, and where to. */
export interface Deployment {
  /** Name of the stage; every stage is a stack of its own. */
  readonly stage: string;
  readonly settings: Settings;
  readonly rules: CompiledRules;
  readonly sources: CompiledSources;
}

/** Name of a stage's stack: `OktaHooks`, `OktaHooks-prod`. */
export function stackNameOf(stage: string): string {
  return stage === DEFAULT_STAGE ? 'OktaHooks' : `OktaHooks-${stage}`;
}

/**
 * Adds the stack of one stage to the app. The app's synthesis lays the compiled rules beside the bundled
 * functions, and fails on every finding of cdk-nag that is not acknowledged.
 */
export function addStack(app: App, { stage, settings, rules, sources }: Deployment): OktaHooksStack {
  checkSecrets(sources, settings, stage);
  mkdirSync(app.outdir, { recursive: true });
  const { account, region } = settings;
  const stack = new OktaHooksStack(app, stackNameOf(stage), {
    description: "okta-hooks: answers Okta's hooks",
    env: { ...(account && { account }), ...(region && { region }) },
    tags: { application: 'okta-hooks', stage },
    settings,
    bundleFor: ({ kind }) => {
      const metafile = path.join(app.outdir, `${kind}-hook.meta.json`);
      const compiled = { import: rules, password: sources, events: undefined }[kind];
      if (!compiled) return { metafile, unused: [] };
      const file = path.join(app.outdir, `${kind}-hook.rules.json`);
      writeFileSync(file, `${JSON.stringify(compiled)}\n`);
      return { rules: file, metafile, unused: unusedDrivers(sources) };
    },
    cleanUpBundle: { metafile: path.join(app.outdir, 'credential-cleanup.meta.json'), unused: [] },
    rotationBundle: { metafile: path.join(app.outdir, 'secret-rotation.meta.json'), unused: [] },
  });
  acknowledgeFindings(stack);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  return stack;
}

/** A function that cannot find a secret would not start. */
function checkSecrets(sources: CompiledSources, settings: Settings, stage: string): void {
  if (!deployedHooks(settings).some(({ checksPasswords }) => checksPasswords)) return;
  const { sourceSecrets } = settings;
  const missing = secretNames(sources).filter((name) => !Object.hasOwn(sourceSecrets, name));
  if (missing.length === 0) return;
  throw new SettingsInvalid(
    `cdk.json: stage ${stage}: "sourceSecrets" lacks ${missing.join(', ')}, which password sources use`,
  );
}
