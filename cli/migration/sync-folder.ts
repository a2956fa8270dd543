import { open } from 'node:fs/promises';

/** Makes the names in a folder survive a power cut, new ones too; a system that cannot open folders does not need it. */
export async function syncFolder(folder: string): Promise<void> {
  const entries = await open(folder, 'r').catch(() => undefined);
  await entries?.sync().catch(() => undefined);
  await entries?.close();
}
