import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DIRECTORY_COLUMNS, inventDirectory } from './directory.ts';
import { inventLegacyUsers, LEGACY_COLUMNS } from './legacy-users.ts';
import { inventPeople, PEOPLE_COLUMNS } from './people.ts';
import { csvOf } from './person.ts';
import { Random } from './random.ts';

const FOLDER = import.meta.dirname;
const SEED = 2026;

/** The example files as text by file path, the same in every run. Nobody in them exists. */
export async function generateExamples(): Promise<ReadonlyMap<string, string>> {
  const random = new Random(SEED);
  const directory = inventDirectory(random);
  const people = inventPeople(directory, random);
  return new Map([
    [path.join(FOLDER, 'directory.csv'), csvOf(DIRECTORY_COLUMNS, directory)],
    [path.join(FOLDER, 'people.csv'), csvOf(PEOPLE_COLUMNS, people)],
    [path.join(FOLDER, 'legacy-users.csv'), csvOf(LEGACY_COLUMNS, await inventLegacyUsers())],
  ]);
}

if (import.meta.main) {
  for (const [file, text] of await generateExamples()) await writeFile(file, text);
}
