import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { bundledPackages } from '../../licences/bundled.ts';
import { productionPackages } from '../../licences/locked-packages.ts';
import { licencesPage } from '../../licences/page.ts';

const root = new URL('../../', import.meta.url);
const folder = mkdtempSync(path.join(tmpdir(), 'sbom-'));
const bill = path.join(folder, 'bill.json');
afterAll(() => rmSync(folder, { recursive: true }));

it('the page of licences says what is locked and bundled today', async () => {
  const page = readFileSync(new URL('docs/licences.md', root), 'utf8');
  expect(page).toBe(licencesPage(productionPackages(), await bundledPackages()));
}, 60_000);

it('npm run sbom writes a bill with the digest of every package that runs', () => {
  execFileSync('npm', ['run', 'sbom', '--', bill], { cwd: root, stdio: 'pipe' });
  const { bomFormat, specVersion, components } = JSON.parse(readFileSync(bill, 'utf8'));
  expect([bomFormat, specVersion]).toEqual(['CycloneDX', '1.5']);
  const listed = components.map(({ name, version }: Record<string, string>) => `${name}@${version}`);
  const wanted = new Set(productionPackages().map(({ name, version }) => `${name}@${version}`));
  expect(new Set(listed)).toEqual(wanted);
  const bare = components.filter(
    ({ hashes, properties }: { hashes?: unknown; properties: { name: string }[] }) =>
      hashes === undefined && !properties.some(({ name }) => name === 'cdx:npm:package:bundled'),
  );
  expect(bare).toEqual([]);
}, 60_000);
