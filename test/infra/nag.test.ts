import { describe, expect, it } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { ACKNOWLEDGEMENTS } from '../../infra/nag.ts';
import { OktaHooksStack } from '../../infra/okta-hooks-stack.ts';
import { readSettings } from '../../infra/settings.ts';

/** Every finding of a stack in which nothing is acknowledged, as `id at construct`. */
function findings(): readonly string[] {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  const settings = readSettings({ default: { alarmEmail: 'ops@example.com' } });
  const stack = new OktaHooksStack(app, 'OktaHooks', {
    settings,
    bundleFor: () => ({ rules: '', metafile: '', unused: [] }),
    cleanUpBundle: { metafile: '', unused: [] },
    rotationBundle: { metafile: '', unused: [] },
  });
  return [new AwsSolutionsChecks(), new ServerlessChecks()]
    .flatMap((checks) => checks.validateScope(stack).violations)
    .flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => `${ruleName} at ${constructPath}`),
    );
}

describe('what cdk-nag finds', () => {
  it('is what is acknowledged, and nothing is acknowledged that it does not find', () => {
    const found = findings();
    const unexplained = found.filter(
      (finding) => !ACKNOWLEDGEMENTS.some(({ id, at }) => covers(id, at, finding)),
    );
    const unneeded = ACKNOWLEDGEMENTS.filter(
      ({ id, at }) => !found.some((finding) => covers(id, at, finding)),
    );
    expect({ unexplained, unneeded }).toEqual({ unexplained: [], unneeded: [] });
  });

  it('is acknowledged with a reason, not with a wave of the hand', () => {
    for (const { reason } of ACKNOWLEDGEMENTS) expect(reason.length).toBeGreaterThan(100);
  });
});

/** A finding is at the resource inside the construct. */
function covers(id: string, at: RegExp, finding: string): boolean {
  return finding.startsWith(`${id} at `) && at.test(finding.replace(/\/Resource$/, ''));
}
