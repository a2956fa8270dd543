import { readFileSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BUNDLE_BUDGET, type BundleWeight } from '../../infra/bundle-weight.ts';
import { PROJECT_ROOT } from '../../infra/bundling.ts';
import { type CloudAssembly, readCloudAssembly } from '../../infra/cloud-assembly.ts';
import { HOOKS } from '../../infra/hooks.ts';
import { summarize } from '../../infra/synth-summary.ts';
import { Synthesis } from './templates.ts';

const { dependencies, devDependencies } = JSON.parse(
  readFileSync(path.join(PROJECT_ROOT, 'package.json'), 'utf8'),
);

let stack: Synthesis;
let assembly: CloudAssembly;
let weights: readonly BundleWeight[];

beforeAll(async () => {
  stack = await Synthesis.of({}, { bundling: true });
  assembly = readCloudAssembly(stack.app.synth().directory);
  weights = HOOKS.map(({ kind }) => assembly.weightOf(kind));
}, 60_000);

afterAll(() => stack.remove());

describe("a function's bundle", () => {
  it('stays within its budget, dependency by dependency', () => {
    for (const { bytes, parts } of weights) {
      expect(bytes).toBeLessThanOrEqual(BUNDLE_BUDGET);
      expect(parts.length).toBeGreaterThan(5);
      expect(parts.reduce((sum, part) => sum + part.bytes, 0)).toBeLessThanOrEqual(bytes);
    }
  });

  it('contains no dependency of the development, and no YAML parser', () => {
    const kept = new Set(Object.keys(dependencies));
    const unwanted = [
      ...Object.keys(devDependencies).filter((name) => !kept.has(name)),
      'yaml',
      'aws-cdk-lib',
    ];
    for (const { parts } of weights) {
      const names = parts.map(({ name }) => name);
      expect(unwanted.filter((name) => names.includes(name))).toEqual([]);
    }
  });

  it('has only the small part of zod, without its languages', () => {
    for (const { parts } of weights) {
      expect(parts.find(({ name }) => name === 'zod')?.bytes ?? 0).toBeLessThan(30_000);
    }
  });
});

describe('the summary of a synthesis', () => {
  it('tells bundles, routes, alarms, outputs and every acknowledged finding', () => {
    const text = stripVTControlCharacters(summarize(assembly));
    for (const { kind, path: route } of HOOKS) {
      expect(text).toContain(`${kind}-hook: `);
      expect(text).toContain(`POST ${route}`);
    }
    for (const name of assembly.outputs) expect(text).toContain(name);
    for (const { id } of assembly.acknowledged) expect(text).toContain(id);
    expect(text).toContain('0 findings unacknowledged');
  });
});
