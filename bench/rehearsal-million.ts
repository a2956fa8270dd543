import { loadDirectory, playImport, writeFiles } from './rehearsal-world.ts';

/** A million people against a directory of a million: time and the most memory this process ever took. Budget: 2 GB. */
const SIZE = 1_000_000;
const MEGABYTE = 1024;

const files = await writeFiles(SIZE);
try {
  const startedAt = performance.now();
  const org = await loadDirectory(files.directory);
  const loadedAt = performance.now();
  const rows = await playImport(files.people, org);
  const seconds = (performance.now() - loadedAt) / 1000;
  const lines = [
    `directory  ${org.size.toLocaleString('en')} people in ${((loadedAt - startedAt) / 1000).toFixed(1)} s`,
    `rehearsal  ${rows.toLocaleString('en')} people in ${seconds.toFixed(1)} s, ${Math.round(rows / seconds).toLocaleString('en')} a second`,
    `memory     ${Math.round(process.resourceUsage().maxRSS / MEGABYTE).toLocaleString('en')} MB at most, of 2,048`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
} finally {
  files.remove();
}
