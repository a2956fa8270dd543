import path from 'node:path';
import { prepareRules } from '../../lambda/imports/prepared-rules.ts';
import {
  type EarlierRows,
  EarlierRowsUnusable,
  readEarlierRows,
} from '../../rehearsal/compare/earlier-rows.ts';
import { type ImportSettings, standardSettings } from '../../rehearsal/job/import-settings.ts';
import { readImportSettings } from '../../rehearsal/job/settings-file.ts';
import { loadOrg } from '../../rehearsal/org/load-org.ts';
import type { Org, OrgOptions } from '../../rehearsal/org/org.ts';
import { formatProblem } from '../../rules/problem.ts';
import { CommandError, type Io, UsageError } from '../command.ts';
import type { RunFiles } from '../inputs-and-outputs.ts';
import { askingOkta } from '../okta.ts';
import { DIRECTORY_SCOPES, type OrgPeopleValues, orgPeople } from '../org-people.ts';
import { mending, rulesOf, SHIPPED_RULES } from '../rules-file.ts';
import { unreadable } from '../unreadable.ts';
import { wholeOption } from '../whole-option.ts';
import { hookAt, hookHere, type ReadyHook, type ServiceValues } from './hook.ts';

const MOST_WORKERS = 64;
const MOST_PROBLEMS = 5;

/** What the options of a rehearsal were given. */
export interface RehearsalValues extends OrgPeopleValues, ServiceValues {
  readonly rules?: string;
  readonly mapping?: string;
  readonly compare?: string;
  readonly workers: string;
  readonly 'on-error': string;
}

/** Every file of a rehearsal, by the options that name them. */
export const filesOf = (
  people: string,
  values: RehearsalValues & { readonly out?: string; readonly report?: string },
): RunFiles => ({
  inputs: [
    ['the people themselves', people],
    ['the file of --directory', values.directory],
    ['the rules', values.rules ?? SHIPPED_RULES],
    ['the file of --mapping', values.mapping],
    ['the file of --compare', values.compare],
    ['the file of --secret-file', values['secret-file']],
    ['the file of --ca', values.ca],
  ],
  outputs: [
    ['--out', values.out],
    ['--report', values.report],
  ],
});

/** Everything a rehearsal reads before the first person, checked. */
export interface Inputs {
  readonly org: Org;
  readonly hook: ReadyHook;
  readonly settings: ImportSettings;
  readonly earlier: EarlierRows | undefined;
  readonly workers: number;
  readonly onError: 'create' | 'skip';
}

/** Reads what the options name, the quick things first; the caller closes the hook. */
export async function readInputs(values: RehearsalValues, io: Io): Promise<Inputs> {
  const workers = wholeOption('workers', values.workers, { most: MOST_WORKERS });
  const onError = onErrorOf(values['on-error']);
  const { url, rules: rulesFile, mapping, compare } = values;
  if (url !== undefined && rulesFile !== undefined)
    throw new UsageError('--rules goes without --url: a running service has its own');
  const rules = url === undefined ? await rulesOf(rulesFile, io) : undefined;
  const settings = mapping === undefined ? standardSettings : await settingsOf(mapping, io);
  const earlier = compare === undefined ? undefined : await earlierOf(compare, io);
  const org = await orgOf(values, rules && { loginPattern: rules.loginPattern }, io);
  const hook = rules ? hookHere(prepareRules(rules), org) : await hookAt(url ?? '', values, io);
  return { org, hook, settings, earlier, workers, onError };
}

function onErrorOf(text: string): 'create' | 'skip' {
  if (text === 'create' || text === 'skip') return text;
  throw new UsageError('--on-error must be create or skip');
}

async function settingsOf(file: string, io: Io): Promise<ImportSettings> {
  const found = path.relative(process.cwd(), path.resolve(io.cwd, file));
  const { settings, warnings } = await mending('mend the lines of --mapping named above', () =>
    readImportSettings(found),
  );
  for (const warning of warnings) io.stderr.write(`${formatProblem(warning)}\n`);
  return settings;
}

async function earlierOf(file: string, io: Io): Promise<EarlierRows> {
  try {
    return await readEarlierRows(path.resolve(io.cwd, file));
  } catch (error) {
    if (error instanceof EarlierRowsUnusable)
      throw new CommandError(error.message, { where: file, next: 'give a file that --out has written' });
    throw unreadable(error, file) ?? error;
  }
}

async function orgOf(values: OrgPeopleValues, options: OrgOptions | undefined, io: Io): Promise<Org> {
  const { org, problems } = await askingOkta(DIRECTORY_SCOPES, async () =>
    loadOrg(await orgPeople(values, io, { profiles: true }), options),
  );
  const warn = (text: string) => io.stderr.write(`warning: ${text}\n`);
  for (const { row, problem } of problems.slice(0, MOST_PROBLEMS)) warn(`directory, row ${row}: ${problem}`);
  const more = problems.length - MOST_PROBLEMS;
  if (more > 0) warn(`directory: ${more.toLocaleString('en')} more rows are nobody`);
  if (org.size === 0 && values.directory !== undefined)
    throw new CommandError('no row of the directory is a person', {
      where: values.directory,
      next: 'mend the rows named above, or export it again',
    });
  return org;
}
