import { readFileSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BUNDLE_BUDGET, type BundleWeight } from '../../infra/bundle-weight.ts';
import { PROJECT_ROOT } from '../../infra/bundling.ts';
import { type CloudAssembly, readCloudAssembly } from '../../infra/cloud-assembly.ts';
import { HOOKS } from '../../infra/hooks.ts';
import { summarize } from '../../infra/synth-summary.ts';
import type { CompiledSources } from '../../lambda/passwords/compiled-sources.ts';
import { compileSources } from '../../rules/compile-sources.ts';
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

describe('the driver of a legacy system', () => {
  const names = async (sources: CompiledSources) => {
    const settings = { sourceSecrets: { s: 'legacy/s' } };
    const other = await Synthesis.of(settings, { bundling: true, sources });
    try {
      const { parts } = readCloudAssembly(other.app.synth().directory).weightOf('password');
      return parts.map(({ name }) => name).filter((name) => ['ldapts', 'pg', 'mysql2'].includes(name));
    } finally {
      await other.remove();
    }
  };
  const ofDatabase = (engine: string) =>
    compileSources(
      `{version: 1, sources: [{name: a, sql: {engine: ${engine}, host: h.example.com, database: d, secret: s, query: '${engine === 'mysql' ? 'SELECT ?' : 'SELECT $1'}'}}]}`,
      'sources.yaml',
    ).rules;
  const ofDirectory = () =>
    compileSources(
      `{version: 1, sources: [{name: a, ldap: {url: 'ldaps://h', dn: '"uid=" + dnValue(username)'}}]}`,
      'sources.yaml',
    ).rules;

  it('is in the bundle only when a source needs it', async () => {
    const [weight] = weights.filter((_, index) => HOOKS[index]?.kind === 'password');
    const drivers = weight?.parts.filter(({ name }) => ['ldapts', 'pg', 'mysql2'].includes(name));
    expect(drivers).toEqual([]);
    expect(await names(ofDirectory())).toEqual(['ldapts']);
    expect(await names(ofDatabase('postgresql'))).toEqual(['pg']);
    expect(await names(ofDatabase('mysql'))).toEqual(['mysql2']);
  }, 60_000);
});

describe('a secret that a password source uses', () => {
  it('has to be named in the settings, or nothing is synthesised', async () => {
    const { rules } = compileSources(
      "{version: 1, sources: [{name: a, http: {url: 'https://h', secret: s, match: 'true', noMatch: 'true'}}]}",
      'sources.yaml',
    );
    await expect(Synthesis.of({}, { sources: rules })).rejects.toThrow(/"sourceSecrets" lacks s,/);
    const other = await Synthesis.of({ sourceSecrets: { s: 'legacy/s' } }, { sources: rules });
    const policy = JSON.stringify(other.resource('AWS::IAM::Policy', 'PasswordHook').Properties);
    expect(policy).toMatch(/:secret:legacy\/s-\?{6}"/);
    expect(JSON.stringify(other.resource('AWS::IAM::Policy', 'ImportHook').Properties)).not.toContain(
      'legacy/s',
    );
    await other.remove();
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

  it('is silent about a hook that is not deployed, though an earlier bundle of it lies in the folder', () => {
    const outputs = assembly.outputs.filter((name) => !name.startsWith('EventHook'));
    const text = stripVTControlCharacters(summarize({ ...assembly, outputs }));
    expect(text).toContain('password-hook: ');
    expect(text).not.toContain('events-hook: ');
  });
});
