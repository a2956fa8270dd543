import { defineCommand, EXIT, UsageError } from '../../command.ts';
import { credentialTableOf, outputsOption, readDeployment } from '../../deployment.ts';
import { peopleToCall } from '../../migration/people-to-call.ts';
import { readPlan } from '../../migration/plan-file.ts';
import { programmeFiles, requireOtherFiles } from '../../migration/programme-files.ts';
import { readStatus } from '../../migration/read-status.ts';
import { statusReport } from '../../migration/report/status-report.ts';
import { shareOf, shareOption } from '../../migration/share-option.ts';
import { describeStatus } from '../../migration/status-show.ts';
import { askingOkta, oktaOf } from '../../okta.ts';
import { DIRECTORY_SCOPES } from '../../org-people.ts';
import { printResult, writeOutput } from '../../output.ts';
import { duration } from '../../progress.ts';
import { wholeOption } from '../../whole-option.ts';

/** `migrate status`: where everybody of a plan stands. */
export const command = defineCommand({
  operands: [{ name: 'plan', description: 'the file that migrate plan has written' }],
  options: {
    outputs: outputsOption,
    'no-table': {
      type: 'boolean',
      default: false,
      description: 'passwords are checked elsewhere: leave the credential table, and its events, out',
    },
    'max-age': {
      type: 'string',
      placeholder: 'minutes',
      default: '360',
      description: 'people of Okta who were asked for less than this ago are not asked for again',
    },
    fresh: { type: 'boolean', default: false, description: 'ask Okta for everybody now' },
    share: shareOption('0.5'),
    until: {
      type: 'string',
      placeholder: 'date',
      description: 'the deadline, such as 2026-12-31 (default: 60 days after the first creation)',
    },
    out: {
      type: 'string',
      placeholder: 'file',
      description: 'write whom to call, with logins and e-mail addresses: CSV for the help desk',
    },
    report: {
      type: 'string',
      placeholder: 'file',
      description: 'write a page with charts; it names nobody',
    },
  },
  examples: [
    'migrate status legacy-users.plan.ndjson',
    'migrate status legacy-users.plan.ndjson --report status.html --out call.csv --until 2026-12-31',
    'migrate status legacy-users.plan.ndjson --fresh --outputs .local/outputs.json',
  ],
  run: async ({ values, operands: [file = ''] }, io) => {
    const options = {
      maxAgeMs: values.fresh ? 0 : wholeOption('max-age', values['max-age'], { least: 0 }) * 60_000,
      share: shareOf(values.share),
      ...(values.until !== undefined && { deadline: dateOf(values.until) }),
    };
    const plan = await readPlan(file, io);
    const files = programmeFiles(file);
    const results = { '--out': values.out, '--report': values.report };
    await requireOtherFiles({ plan, files, deployment: values.outputs }, results, io);
    const deployment = await readDeployment(values.outputs, io);
    const { client, baseUrl: org } = await oktaOf(deployment, io, DIRECTORY_SCOPES);
    const table = values['no-table'] ? undefined : credentialTableOf(deployment);
    try {
      const { figures, standings } = await askingOkta(DIRECTORY_SCOPES, () =>
        readStatus({ plan, files, client, org, ...(table && { table }), ...options }, io),
      );
      if (values.out !== undefined)
        await writeOutput(values.out, peopleToCall(standings, io.clock.now()), io);
      if (values.report !== undefined)
        await writeOutput(values.report, await statusReport(figures, file), io);
      printResult(io, values.json, figures, () => describeStatus(figures, { plan: file, ...values }, io));
      const age = (Date.parse(figures.madeAt) - Date.parse(figures.askedAt)) / 1000;
      if (!values.json) io.stderr.write(`Okta was asked ${duration(age)} ago\n`);
      return figures.inNeed > 0 ? EXIT.review : EXIT.done;
    } finally {
      table?.client.destroy();
    }
  },
});

function dateOf(text: string): string {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time) && new Date(time).toISOString().startsWith(text)) return text;
  throw new UsageError('--until must be a date such as 2026-12-31');
}
