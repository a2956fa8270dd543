import path from 'node:path';
import { App } from 'aws-cdk-lib';
import { compileRulesFile } from '../rules/compile.ts';
import { PROJECT_ROOT } from './bundling.ts';
import { OktaHooksStack } from './okta-hooks-stack.ts';

const { rules } = await compileRulesFile(
  path.relative(process.cwd(), path.join(PROJECT_ROOT, 'rules/import.yaml')),
);
const app = new App();
new OktaHooksStack(app, 'OktaHooks', { rules });
