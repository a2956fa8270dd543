import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DIRECTORY_COLUMNS, inventDirectory } from './directory.ts';
import { inventPeople, PEOPLE_COLUMNS } from './people.ts';
import { csvOf } from './person.ts';
import { Random } from './random.ts';

const FOLDER = import.meta.dirname;
const SEED = 2026;

/** The example files as text by file path, the same in every run. Nobody in them exists. */
export function generateExamples(): ReadonlyMap<string, string> {
  const random = new Random(SEED);
  const directory = inventDirectory(random);
  const people = inventPeople(directory, random);
  return new Map([
    [path.join(FOLDER, 'directory.csv'), csvOf(DIRECTORY_COLUMNS, directory)],
    [path.join(FOLDER, 'people.csv'), csvOf(PEOPLE_COLUMNS, people)],
  ]);
}

if (import.meta.main) {
  for (const [file, text] of generateExamples()) await writeFile(file, text);
}
