import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Stack, type StackProps, Stage } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { CompiledRules } from '../lambda/imports/compiled-rules.ts';
import { HookFunction } from './constructs/hook-function.ts';

/** What the stack is made of. */
export interface OktaHooksStackProps extends StackProps {
  readonly rules: CompiledRules;
}

/** The service in one AWS account and region. */
export class OktaHooksStack extends Stack {
  constructor(scope: Construct, id: string, { rules, ...props }: OktaHooksStackProps) {
    super(scope, id, props);
    const outdir = Stage.of(this)?.outdir ?? 'cdk.out';
    const rulesFile = path.join(outdir, 'import-hook.rules.json');
    writeFileSync(rulesFile, `${JSON.stringify(rules)}\n`);
    const hook = new HookFunction(this, 'ImportHook', {
      entry: 'lambda/import-hook.ts',
      bundle: { rules: rulesFile, metafile: path.join(outdir, 'import-hook.meta.json') },
    });
    const secret = new Secret(this, 'ImportHookSecretMin');
    secret.grantRead(hook.function);
    hook.function.addEnvironment('HOOK_SECRET_ID', secret.secretArn);
  }
}
