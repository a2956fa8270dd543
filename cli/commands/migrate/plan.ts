import { AUTO } from '../../../lambda/passwords/hashes/registry.ts';
import { defineCommand, EXIT, type Io, UsageError } from '../../command.ts';
import { formatOptions, formatsHelp, readSchemes, requireFormat } from '../../credentials/formats.ts';
import { type NamedFile, requireSeparateFiles } from '../../inputs-and-outputs.ts';
import type { ChoiceOptions } from '../../migration/choose-way.ts';
import { planExport } from '../../migration/plan-export.ts';
import { describePlan } from '../../migration/plan-show.ts';
import { secondsOf } from '../../migration/plan-tally.ts';
import { createProfileCheck, type ProfileCheck } from '../../migration/profile-faults.ts';
import { namedFiles, planNameOf, programmeFiles } from '../../migration/programme-files.ts';
import { type OrgPeopleValues, orgPeopleOptions } from '../../org-people.ts';
import { printResult } from '../../output.ts';
import { wholeOption } from '../../whole-option.ts';

/** `migrate plan`: who of a legacy export is created in Okta, and how their passwords come along. */
export const command = defineCommand({
  operands: [
    {
      name: 'users.csv',
      description:
        'CSV with login, firstName, lastName, and perhaps email, hash, salt, format, groups, apps, wave; further columns become attributes',
    },
  ],
  options: {
    ...formatOptions,
    'without-hash': {
      type: 'string',
      placeholder: 'reset|hook',
      default: 'reset',
      description:
        'people without a hash: invited at the end, or the hook asks a system that has the password',
    },
    'wave-size': {
      type: 'string',
      placeholder: 'n',
      description: 'people a wave, for rows that name no wave (default: all in wave 1)',
    },
    'rate-limit': {
      type: 'string',
      placeholder: 'n',
      default: '600',
      description: "calls a minute that each of Okta's endpoints takes, for the duration",
    },
    ...orgPeopleOptions,
    'login-pattern': {
      type: 'string',
      placeholder: 'pattern',
      default: 'email',
      description: "the org's username format: email, any, or a regular expression",
    },
    ignore: {
      type: 'string',
      multiple: true,
      placeholder: 'column',
      description: 'leave a column out; may be given several times',
    },
    out: {
      type: 'string',
      placeholder: 'file',
      description: 'the plan; holds people and hashes (default: <users>.plan.ndjson in this folder)',
    },
  },
  examples: [
    'migrate plan examples/legacy-users.csv',
    'migrate plan users.csv --format joomla --wave-size 5000 --directory okta-users.csv',
    'migrate plan users.csv --without-hash hook --ignore internal_id',
  ],
  sections: formatsHelp,
  run: async ({ values, operands: [file = ''] }, io) => {
    const plan = values.out ?? planNameOf(file);
    requireOwnName(plan, file, values, io);
    const choice = await choiceOf(values, io);
    const check = checkOf(values['login-pattern']);
    const waveSize =
      values['wave-size'] === undefined ? undefined : wholeOption('wave-size', values['wave-size']);
    const rateLimit = wholeOption('rate-limit', values['rate-limit']);
    const settings = { ...choice, check, waveSize, ignore: values.ignore ?? [] };
    const inOkta = await inOktaOf(values, io);
    const { totals, ownAttributes } = await planExport(file, plan, { ...settings, inOkta }, io);
    const seconds = Math.ceil(secondsOf(totals.calls, rateLimit));
    const facts = { source: file, plan, rateLimit, ownAttributes, formatOptions: formatWords(values) };
    printResult(io, values.json, { plan, ...totals, ownAttributes, rateLimit, seconds }, () =>
      describePlan(totals, facts, io),
    );
    return totals.counts.refused + totals.unusable > 0 ? EXIT.review : EXIT.done;
  },
});

/** The plan, and what the programme will write beside it, must leave alone what the plan is made of. */
function requireOwnName(
  plan: string,
  file: string,
  values: PasswordValues & OrgPeopleValues,
  io: Pick<Io, 'cwd' | 'env'>,
): void {
  const inputs: readonly NamedFile[] = [
    ['the export itself', file],
    ['the file of --directory', values.directory],
    ['the file of --hash-settings', values['hash-settings']],
  ];
  const [, ...later] = namedFiles(programmeFiles(plan));
  requireSeparateFiles({ inputs, outputs: [['--out', plan], ...later] }, io);
}

/** Whom the org has already, where one is named. */
async function inOktaOf(values: OrgPeopleValues, io: Io): Promise<ReadonlyMap<string, string>> {
  if (values.directory === undefined && !values['from-okta']) return new Map();
  const { readInOkta } = await import('../../migration/in-okta.ts');
  return readInOkta(values, io);
}

interface PasswordValues {
  readonly format: string;
  readonly 'hash-settings'?: string;
  readonly 'without-hash': string;
}

async function choiceOf(values: PasswordValues, io: Io): Promise<ChoiceOptions> {
  const withoutHash = values['without-hash'];
  if (withoutHash !== 'reset' && withoutHash !== 'hook')
    throw new UsageError('--without-hash must be reset or hook');
  const schemes = await readSchemes(values['hash-settings'], io);
  requireFormat(values.format, schemes);
  return { schemes, format: values.format, withoutHash };
}

/** What `credentials load` has to be told as well. */
function formatWords(values: PasswordValues): readonly string[] {
  const settings = values['hash-settings'];
  return [
    ...(values.format === AUTO ? [] : ['--format', values.format]),
    ...(settings === undefined ? [] : ['--hash-settings', settings]),
  ];
}

function checkOf(loginPattern: string): ProfileCheck {
  try {
    return createProfileCheck(loginPattern);
  } catch {
    throw new UsageError('--login-pattern must be email, any, or a regular expression');
  }
}
