import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { prepareRules } from '../lambda/imports/prepared-rules.ts';
import { readOktaUsers } from '../rehearsal/directory/okta-users.ts';
import { inProcessHook } from '../rehearsal/job/in-process-hook.ts';
import { readPeople } from '../rehearsal/job/people.ts';
import { rehearse } from '../rehearsal/job/rehearse.ts';
import { loadOrg } from '../rehearsal/org/load-org.ts';
import type { Org } from '../rehearsal/org/org.ts';
import { compileRulesFile } from '../rules/compile.ts';

const FIRST =
  'Anna Bob Carla David Eva Frank Greta Hans Irene John Karl Lea Mona Nils Olga Peter Rosa Sven'.split(' ');
const LAST = [
  'smith',
  'mill',
  'bau',
  'ber',
  'wal',
  'gold',
  'stein',
  'kra',
  'mey',
  'nor',
  'hol',
  'lin',
  'sand',
  'lar',
];
const ENDINGS = ['', 'er', 'son', 'mann', 'feld', 'hoff', 'ström', 'berg', 'qvist', 'ini'];
const RULES = path.join(import.meta.dirname, '..', 'rules/import.yaml');

/** Two files of invented people: an org of `size`, and an import of as many, nine of ten of them new. */
export interface Files {
  readonly directory: string;
  readonly people: string;
  remove(): void;
}

/** Writes the files; the same size gives the same people. */
export async function writeFiles(size: number): Promise<Files> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-rehearsal-'));
  const directory = path.join(folder, 'directory.csv');
  const people = path.join(folder, 'people.csv');
  await write(directory, directoryLines(size));
  await write(people, peopleLines(size));
  return { directory, people, remove: () => rmSync(folder, { recursive: true }) };
}

async function write(file: string, lines: Iterable<string>): Promise<void> {
  const stream = createWriteStream(file);
  for (const line of lines) if (!stream.write(`${line}\n`)) await once(stream, 'drain');
  stream.end();
  await once(stream, 'finish');
}

function* directoryLines(size: number): Generator<string> {
  yield 'id,status,created,login,email,firstName,middleName,lastName,employeeNumber,userType,department';
  for (let index = 0; index < size; index++) {
    const { first, last, login } = personAt(index);
    const id = `00u${String(index).padStart(17, '0')}`;
    const email = index % 7 === 0 ? login.replace('@', '@mail.') : login;
    yield `${id},ACTIVE,2016-01-04T00:00:00.000Z,${login},${email},${first},,${last},E${index},Employee,Sales`;
  }
}

/** Of a hundred: five whom the org knows, three whose login it has given away, two of one name, the rest new. */
function* peopleLines(size: number): Generator<string> {
  yield 'uniqueId,userName,firstName,middleName,lastName,email,employeeNumber,accountType,department';
  for (let index = 0; index < size; index++) {
    const known = (Math.floor((index * 13) / 7) * 7) % size;
    const kind = index % 100;
    const who =
      kind < 5 ? known + 1 : kind < 8 ? known : kind < 10 ? 2 * size + index - kind : 3 * size + index;
    const { first, last, login } = personAt(who);
    const middle = index % 3 === 0 ? 'Jo' : '';
    yield `e${index},${first}${index},${first},${middle},${last},${login},N${index},EMPLOYEE,Legal`;
  }
}

function personAt(index: number) {
  const first = FIRST[index % FIRST.length] ?? '';
  const rest = Math.floor(index / FIRST.length);
  const last = `${LAST[rest % LAST.length]}${ENDINGS[Math.floor(rest / LAST.length) % ENDINGS.length]}`;
  const number = Math.floor(rest / LAST.length / ENDINGS.length) || '';
  return { first, last, login: `${first}.${last}${number}@example.com`.toLowerCase().replace('ö', 'o') };
}

/** Loads the org with every index that a rehearsal asks. */
export async function loadDirectory(file: string): Promise<Org> {
  const { org } = await loadOrg(readOktaUsers(file, { profiles: true }));
  org.find('nobody');
  org.withEmail('nobody');
  return org;
}

/** Plays the import with the shipped rules; `atEnd` is called while the job still holds all it knows. */
export async function playImport(
  file: string,
  org: Org,
  atEnd: () => Promise<void> = async () => {},
): Promise<number> {
  const { rules } = await compileRulesFile(RULES);
  const hook = inProcessHook({ rules: prepareRules(rules), org });
  const rows = rehearse({
    people: watched(readPeople(file), atEnd),
    org,
    hook,
    signal: new AbortController().signal,
  });
  for (let step = await rows.next(); ; step = await rows.next()) if (step.done) return step.value.rows;
}

async function* watched<Row>(rows: AsyncIterable<Row>, atEnd: () => Promise<void>): AsyncGenerator<Row> {
  yield* rows;
  await atEnd();
}
