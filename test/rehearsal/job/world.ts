import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { prepareRules } from '../../../lambda/imports/prepared-rules.ts';
import type { HookReply, ImportHook } from '../../../rehearsal/job/import-hook.ts';
import { inProcessHook } from '../../../rehearsal/job/in-process-hook.ts';
import { type PersonRow, readPeople } from '../../../rehearsal/job/people.ts';
import { type RehearsalOptions, rehearse } from '../../../rehearsal/job/rehearse.ts';
import type { RehearsedRow } from '../../../rehearsal/job/rehearsed-row.ts';
import { createOrg, type Org } from '../../../rehearsal/org/org.ts';
import type { Profile } from '../../../rehearsal/org/person.ts';
import { compileRules } from '../../../rules/compile.ts';
import { UNIQUE_LOGIN } from '../../imports/world.ts';

/** An org with these people; a name is all that a test has to say about somebody. */
export function orgOf(...people: readonly Profile[]): Org {
  const org = createOrg();
  for (const person of people) org.create(profileOf(person));
  return org;
}

/** A whole profile, of a login or the parts that matter. */
export function profileOf(parts: Profile): Profile {
  const login = parts['login'] ?? parts['email'];
  return { firstName: 'Ann', lastName: 'Lee', email: login, login, ...parts };
}

/** The app profiles of people as rows of a file with a header. */
export async function* rowsOf(...people: readonly Profile[]): AsyncGenerator<PersonRow> {
  for (const [index, person] of people.entries())
    yield {
      row: index + 2,
      appUser: { externalId: `e${index}`, firstName: 'Ann', lastName: 'Lee', ...person },
    };
}

/** The service's code with the rules of a YAML text after `version: 1`. */
export function hookWith(org: Org, yaml = UNIQUE_LOGIN): ImportHook {
  const { rules } = compileRules(`version: 1\n${yaml}`, 'import.yaml');
  return inProcessHook({ rules: prepareRules(rules), org });
}

/** A service that answers with these bodies one after the other, and remembers what it was asked. */
export function hookAnswering(...bodies: readonly unknown[]) {
  const asked: Parameters<ImportHook['ask']>[0][] = [];
  const ask = async (request: (typeof asked)[number]): Promise<HookReply> => {
    const body = bodies[asked.push(request) - 1];
    return { kind: 'answered', body, trace: { rules: [], candidates: [], notes: [] }, milliseconds: 0 };
  };
  return { ask, asked };
}

/** All rows of a rehearsal. */
export async function play(
  options: Omit<RehearsalOptions, 'signal'> & { readonly signal?: AbortSignal },
): Promise<RehearsedRow[]> {
  const rows: RehearsedRow[] = [];
  for await (const row of rehearse({ signal: new AbortController().signal, ...options })) rows.push(row);
  return rows;
}

/** The rows `readPeople` makes of a file with this content. */
export async function readPeopleIn(name: string, content: string | Buffer): Promise<PersonRow[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'people-'));
  try {
    const file = path.join(folder, name);
    await writeFile(file, content);
    const rows: PersonRow[] = [];
    for await (const row of readPeople(file)) rows.push(row);
    return rows;
  } finally {
    await rm(folder, { recursive: true });
  }
}
