import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT_ROOT } from '../infra/bundling.ts';
import { billOfProduction } from './bill-of-materials.ts';
import { bundledPackages } from './bundled.ts';
import { productionPackages } from './locked-packages.ts';

/** `npm run sbom [-- file]`: the software bill of materials of what is locked, in CycloneDX 1.5. */
const [file = 'sbom.cdx.json'] = process.argv.slice(2);
const LARGEST = 64 * 1024 * 1024;

const everything = execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'], {
  cwd: PROJECT_ROOT,
  maxBuffer: LARGEST,
  stdio: ['ignore', 'pipe', 'ignore'],
});
const bill = billOfProduction(
  JSON.parse(everything.toString()),
  productionPackages(),
  await bundledPackages(),
);
writeFileSync(path.resolve(file), `${JSON.stringify(bill, null, 2)}\n`);
const deployed = bill.components.filter(({ properties = [] }) =>
  properties.some(({ name }) => name === 'okta-hooks:function'),
);
process.stdout.write(
  `${file}: ${bill.components.length} packages, ${deployed.length} of them in the code of Lambda functions\n`,
);
