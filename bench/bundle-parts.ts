import Table from 'cli-table3';
import { HOOKS } from '../infra/hooks.ts';
import { createBundleFolder } from './bundle.ts';

/** What each dependency adds to the bundle of every function, in bytes, heaviest first. */
const folder = await createBundleFolder();
try {
  for (const { kind, entry } of HOOKS) {
    const { weight } = await folder.bundle(entry);
    const table = new Table({ head: [`${kind} hook`, 'bytes', 'share'], style: { head: [], border: [] } });
    for (const { name, bytes } of weight.parts)
      table.push([name, bytes.toLocaleString('en'), `${((bytes / weight.bytes) * 100).toFixed(1)} %`]);
    table.push(['everything', weight.bytes.toLocaleString('en'), '100 %']);
    process.stdout.write(`${table.toString()}\n`);
  }
} finally {
  folder.remove();
}
