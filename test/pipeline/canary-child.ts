import type { Drive } from './run-child.ts';

// The streams of this process are the service's alone; the answers go to the parent on another way.
const { driveEveryPath }: { readonly driveEveryPath: Drive } = await import(process.argv[2] ?? '');
const answers = await driveEveryPath();
process.send?.(answers);
process.disconnect?.();
