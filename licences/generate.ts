import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT_ROOT } from '../infra/bundling.ts';
import { bundledPackages } from './bundled.ts';
import { productionPackages } from './locked-packages.ts';
import { licencesPage } from './page.ts';

writeFileSync(
  path.join(PROJECT_ROOT, 'docs/licences.md'),
  licencesPage(productionPackages(), await bundledPackages()),
);
