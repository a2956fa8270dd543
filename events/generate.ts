import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DEFAULT_AUTH_HEADER, DEFAULT_SECRET } from '../local/defaults.ts';
import { HOOK_PATHS, type HookKind, hookCallEvent } from './hook-call.ts';

const FOLDER = import.meta.dirname;

/**
 * The API Gateway event of every payload in `events/<hook>/`, as text by file path: what
 * `sam local invoke -e events/api-gateway/<hook>/<situation>.json` loads, with the laptop's secret.
 */
export async function generateEvents(): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const hook of Object.keys(HOOK_PATHS) as HookKind[]) {
    for (const name of await readdir(path.join(FOLDER, hook))) {
      const payload = JSON.parse(await readFile(path.join(FOLDER, hook, name), 'utf8'));
      const event = hookCallEvent({
        hook,
        payload: JSON.stringify(payload),
        header: DEFAULT_AUTH_HEADER,
        secret: DEFAULT_SECRET,
      });
      files.set(path.join(FOLDER, 'api-gateway', hook, name), `${JSON.stringify(event, null, 2)}\n`);
    }
  }
  return files;
}

if (import.meta.main) {
  for (const [file, text] of await generateEvents()) {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}
