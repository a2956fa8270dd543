import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { allowedLicence } from '../../licences/allowed.ts';
import { billOfProduction } from '../../licences/bill-of-materials.ts';
import { productionPackages } from '../../licences/locked-packages.ts';

const root = new URL('../../', import.meta.url);
const packages = productionPackages();

describe('the licence of a package', () => {
  it('that is needed to run is on the list of allowed ones', () => {
    const refused = packages.filter(({ licence }) => allowedLicence(licence) === undefined);
    expect(refused).toEqual([]);
    const { dependencies } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
    const names = packages.map(({ name }) => name);
    expect(Object.keys(dependencies).filter((name) => !names.includes(name))).toEqual([]);
  });

  it.each(['GPL-3.0-or-later', 'MIT AND GPL-2.0-only', 'MIT-0 WITH x', 'UNLICENSED', 'none', '', 'MIT/X11'])(
    'is refused: %j',
    (licence) => {
      expect(allowedLicence(licence)).toBeUndefined();
    },
  );

  it('is the allowed one where there is a choice', () => {
    expect(allowedLicence('(GPL-3.0-or-later OR MIT)')).toBe('MIT');
  });

  it('is on the page, with the version that is locked', () => {
    const page = readFileSync(new URL('docs/licences.md', root), 'utf8');
    const rows = [...page.matchAll(/^\| (\S+) \| (\d\S*) \|/gm)].map(
      ([, name, version]) => `${name} ${version}`,
    );
    expect(rows).toEqual(packages.map(({ name, version }) => `${name} ${version}`));
  });
});

describe('the bill of materials', () => {
  const component = (name: string, version: string) => ({ 'bom-ref': `${name}@${version}`, name, version });
  const bill = {
    metadata: { component: { name: 'folder' } },
    components: [component('a', '1'), component('a', '2'), component('b', '1'), component('dev', '1')],
    dependencies: [
      { ref: 'project@0', dependsOn: ['a@1', 'dev@1'] },
      { ref: 'a@1', dependsOn: ['b@1'] },
      { ref: 'dev@1', dependsOn: ['a@2'] },
    ],
  };
  const locked = [
    { folder: 'node_modules/a', name: 'a', version: '1', licence: 'MIT' },
    { folder: 'node_modules/b', name: 'b', version: '1', licence: 'MIT' },
  ];

  it('has what runs and nothing else, and names the functions that carry it', () => {
    const bundled = new Map([['hook', new Set(['node_modules/b'])]]);
    expect(billOfProduction(bill, locked, bundled)).toEqual({
      metadata: { component: { name: 'okta-hooks' } },
      components: [
        { ...component('a', '1'), properties: [] },
        { ...component('b', '1'), properties: [{ name: 'okta-hooks:function', value: 'hook' }] },
      ],
      dependencies: [
        { ref: 'project@0', dependsOn: ['a@1'] },
        { ref: 'a@1', dependsOn: ['b@1'] },
      ],
    });
  });
});
