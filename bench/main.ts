import { benchImportHook } from './import-hook.ts';
import { isKept, reportOf } from './report.ts';

/** `npm run bench [-- --quick]`: every budget as a ratio to its baseline in the same run; exit code 1 if one is missed. */
const verdicts = await benchImportHook(process.argv.includes('--quick'));
process.stdout.write(`${reportOf(verdicts)}\n`);
process.exitCode = verdicts.every(isKept) ? 0 : 1;
