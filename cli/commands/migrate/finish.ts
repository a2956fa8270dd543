import { existsSync } from 'node:fs';
import path from 'node:path';
import { OUTPUTS } from '../../../infra/outputs.ts';
import { MANAGE_INLINE_HOOKS, READ_INLINE_HOOKS } from '../../../lambda/registration/inline-hooks.ts';
import { choiceOption } from '../../choice-option.ts';
import {
  type Arguments,
  CommandError,
  defineCommand,
  EXIT,
  type Io,
  type Options,
  UsageError,
} from '../../command.ts';
import { commandLine, givenOptions } from '../../command-line.ts';
import { credentialTableOf, outputsOption, readDeployment } from '../../deployment.ts';
import { DAY_MS } from '../../migration/days.ts';
import { SUSPENDED_CHOICES, UNKNOWN_CHOICES } from '../../migration/finish/decide.ts';
import { carryOutFinish, previewFinish } from '../../migration/finish/finish.ts';
import { finishJson } from '../../migration/finish/finish-json.ts';
import { requireLinksFile } from '../../migration/finish/links-file.ts';
import { describeSoFar } from '../../migration/finish/outcomes-show.ts';
import {
  type FinishOptions,
  type FinishResult,
  nothingSoFar,
  type SoFar,
} from '../../migration/finish/result.ts';
import { sheetPage } from '../../migration/finish/sheet-page.ts';
import { describeFinish, type Telling } from '../../migration/finish/show.ts';
import { readPlan } from '../../migration/plan-file.ts';
import { programmeFiles, requireOtherFiles } from '../../migration/programme-files.ts';
import { shareOf, shareOption } from '../../migration/share-option.ts';
import { WAYS } from '../../migration/ways.ts';
import { askingOkta, oktaOf } from '../../okta.ts';
import { DIRECTORY_SCOPES } from '../../org-people.ts';
import { printResult, writeOutput } from '../../output.ts';
import { wholeOption } from '../../whole-option.ts';

/** What a service app needs: to look, and to act. */
const LOOKING = [...DIRECTORY_SCOPES, READ_INLINE_HOOKS];
const ACTING = ['okta.users.manage', MANAGE_INLINE_HOOKS];

const options = {
  outputs: outputsOption,
  yes: {
    type: 'boolean',
    default: false,
    description: 'do it; without, everything is shown and nothing is done',
  },
  limit: { type: 'string', placeholder: 'n', description: 'so many people in this run at most' },
  wave: {
    type: 'string',
    placeholder: 'name',
    multiple: true,
    description: 'only people of this wave; may be repeated',
  },
  way: {
    type: 'string',
    placeholder: WAYS.join('|'),
    multiple: true,
    description: 'only people of this way; may be repeated',
  },
  'mails-per-hour': {
    type: 'string',
    placeholder: 'n',
    default: '1000',
    description: 'never ask Okta for more mails within any hour, over all runs',
  },
  'resend-after': {
    type: 'string',
    placeholder: 'days',
    default: '7',
    description: 'send another link to who has not followed one for so long',
  },
  'no-mail-domain': {
    type: 'string',
    placeholder: 'domain',
    multiple: true,
    description: 'no mail arrives at addresses of this domain; may be repeated',
  },
  links: {
    type: 'string',
    placeholder: 'file',
    description:
      'write links to choose a password here for people whom no mail reaches: CSV for the help desk',
  },
  suspended: {
    type: 'string',
    placeholder: SUSPENDED_CHOICES.join('|'),
    default: 'leave',
    description: 'what to do about people who are suspended; leave keeps the hook for them',
  },
  unknown: {
    type: 'string',
    placeholder: UNKNOWN_CHOICES.join('|'),
    default: 'leave',
    description: 'what to do about people on IMPORT whom the plan does not know',
  },
  'leave-uncreated': {
    type: 'boolean',
    default: false,
    description: 'end although people of the plan were not created',
  },
  'accept-missing': {
    type: 'boolean',
    default: false,
    description: 'go on although most people of the plan are not in this org: they were deleted there',
  },
  'keep-hook': { type: 'boolean', default: false, description: 'leave the password hook in Okta' },
  share: shareOption('0.5'),
  report: {
    type: 'string',
    placeholder: 'file',
    description: 'write the sheet as a page; it names nobody',
  },
} as const satisfies Options;

/** `migrate finish`: a link for everybody who is left, and then the end of the password hook. */
export const command = defineCommand({
  operands: [{ name: 'plan', description: 'the file that migrate plan has written' }],
  options,
  examples: [
    'migrate finish legacy-users.plan.ndjson',
    'migrate finish legacy-users.plan.ndjson --yes --way reset',
    'migrate finish legacy-users.plan.ndjson --yes --wave pilot --limit 100',
    'migrate finish legacy-users.plan.ndjson --yes --links links.csv --suspended reset --report final.html',
  ],
  sections: [
    {
      title: 'Whom it reaches, and how',
      rows: [
        ['a reset', 'ends the old password at once: until the link is followed, the person cannot sign in'],
        ['--way reset', 'invites those who have no password to sign in with: on the first day already'],
        ['--suspended reset', 'ends the suspension first, since Okta resets nobody who is suspended'],
        ['--unknown ignore', 'for hashes that another import has given to Okta: those people need no hook'],
        [
          'their legacy hashes',
          'are left to the daily clean-up, which deletes them after the holding time (setting holdingDays)',
        ],
        [
          'the password hook',
          'goes when Okta, asked afresh, has nobody who needs it; only the one of this deployment',
        ],
        ['exit code', '0 when nobody is left and the hook is gone (or kept by --keep-hook), else 3'],
      ],
    },
  ],
  run: async ({ values, operands: [planFile = ''] }, io) => {
    const chosen = chosenBy(values);
    const scopes = values.yes ? ACTING : LOOKING;
    const resendAfterMs = daysOf(values['resend-after']) * DAY_MS;
    const share = shareOf(values.share);
    const files = programmeFiles(planFile);
    const plan = await readPlan(planFile, io);
    const results = { '--links': values.links, '--report': values.report };
    await requireOtherFiles({ plan, files, deployment: values.outputs }, results, io);
    if (values.links !== undefined) await requireLinksFile(values.links, io);
    const deployment = await readDeployment(values.outputs, io);
    const { client, baseUrl: org } = await oktaOf(deployment, io, scopes);
    const hasTable = deployment.outputs[OUTPUTS.credentialTableName] !== undefined;
    const table = hasTable ? credentialTableOf(deployment) : undefined;
    const withoutMail = values['no-mail-domain'] ?? [];
    const looking = {
      ...{ plan, files, client, share, org, withoutMail, resendAfterMs, ...(table && { table }) },
      acceptMissing: values['accept-missing'],
      deleted: new Set<string>(),
    };
    const world = { looking, deployment, io };
    const soFar = nothingSoFar();
    const work = () => (values.yes ? carryOutFinish(world, chosen, soFar) : previewFinish(world, chosen));
    try {
      const result = await askingOkta(scopes, () => stoppable(work, io)).catch((error: unknown) => {
        showSoFar(soFar, values.json, io);
        throw error;
      });
      if (values.yes && result.sheet.ended) await keepSheet(files.final, result, io);
      if (values.report !== undefined) await writeOutput(values.report, await sheetPage(result.sheet), io);
      printResult(io, values.json, finishJson(result, values.yes), () =>
        describeFinish(
          result,
          { options: chosen, isDone: values.yes, files, lines: linesFor(planFile, values) },
          io,
        ),
      );
      return result.sheet.ended && !result.hashes?.problem ? EXIT.done : EXIT.review;
    } finally {
      table?.client.destroy();
    }
  },
});

/** What to run next, depending on who is left. */
function linesFor(planFile: string, values: Arguments<typeof options>['values']): Telling['lines'] {
  const words = givenOptions(values, options, ['outputs', 'yes']);
  return {
    again: commandLine(['migrate', 'finish', planFile, '--yes', ...words], values.outputs),
    whole: commandLine(['migrate', 'finish', planFile], values.outputs),
    create: commandLine(['migrate', 'create', planFile], values.outputs),
  };
}

/** The sheet of the end stays as it was: what a later run finds is on the screen. */
async function keepSheet(file: string, { sheet, removed }: FinishResult, io: Io): Promise<void> {
  const isKept = sheet.hook.state === 'kept';
  if (!removed && !isKept && existsSync(path.resolve(io.cwd, file))) return;
  await writeOutput(file, `${JSON.stringify(sheet, null, 2)}\n`, io);
}

/** @throws UsageError */
function chosenBy(values: Arguments<typeof options>['values']): FinishOptions {
  return {
    policy: {
      suspended: choiceOption('suspended', values.suspended, SUSPENDED_CHOICES),
      unknown: choiceOption('unknown', values.unknown, UNKNOWN_CHOICES),
      links: values.links !== undefined,
    },
    links: values.links,
    limit: values.limit === undefined ? Number.POSITIVE_INFINITY : wholeOption('limit', values.limit),
    waves: new Set(values.wave),
    ways: new Set((values.way ?? []).map((way) => choiceOption('way', way, WAYS))),
    mailsPerHour: wholeOption('mails-per-hour', values['mails-per-hour']),
    keepHook: values['keep-hook'],
    leaveUncreated: values['leave-uncreated'],
  };
}

/** How far a run came that did not come to its end; of one that had not begun there is nothing to say. */
function showSoFar(soFar: SoFar, json: boolean, io: Io): void {
  if (soFar.chosen === 0) return;
  printResult(io, json, { dryRun: false, stopped: true, ...soFar }, () => describeSoFar(soFar));
}

async function stoppable<Answer>(work: () => Promise<Answer>, io: Io): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (!io.signal.aborted || error instanceof CommandError) throw error;
    throw new CommandError('stopped; what was done stays done', { next: 'the same command goes on' });
  }
}

function daysOf(text: string): number {
  const days = Number(text);
  if (text.trim() !== '' && days >= 0 && days <= 3650) return days;
  throw new UsageError('--resend-after must be a number of days');
}
