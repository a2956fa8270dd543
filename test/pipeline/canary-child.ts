import { driveEveryPath } from './canary-paths.ts';

// The streams of this process are the service's alone; the answers go to the parent on another way.
const answers = await driveEveryPath();
process.send?.(answers);
process.disconnect?.();
