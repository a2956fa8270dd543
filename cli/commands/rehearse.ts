import path from 'node:path';
import { readPeople } from '../../rehearsal/job/people.ts';
import { createReport } from '../../rehearsal/report/report.ts';
import { defineCommand, EXIT } from '../command.ts';
import { requireSeparateFiles } from '../inputs-and-outputs.ts';
import { orgPeopleOptions } from '../org-people.ts';
import { printResult, writeOutput } from '../output.ts';
import { serviceOptions } from '../rehearsal/hook.ts';
import { filesOf, readInputs } from '../rehearsal/inputs.ts';
import { type Played, play } from '../rehearsal/play.ts';
import { factsOf, resultOf } from '../rehearsal/result.ts';
import { describeRehearsal } from '../rehearsal/show.ts';
import { rulesOption } from '../rules-file.ts';
import { withSomebody } from '../somebody.ts';

const fileOption = (description: string) => ({ type: 'string', placeholder: 'file', description }) as const;

/** `rehearse`: what an import would do, before Okta does it. */
export const command = defineCommand({
  operands: [
    {
      name: 'people.csv',
      description: "the people to import: CSV as Okta's CSV directory reads it, or .ndjson of app profiles",
    },
  ],
  options: {
    ...orgPeopleOptions,
    rules: rulesOption,
    mapping: fileOption(
      'how the app is set up in Okta: matching and mapping, YAML (default: by e-mail, standard)',
    ),
    report: fileOption('write a page for people to read: charts, and everybody to search, sort and filter'),
    out: fileOption('write a line of JSON for every person'),
    compare: fileOption('what --out wrote in an earlier rehearsal: shows what comes out differently'),
    ...serviceOptions,
    workers: {
      type: 'string',
      placeholder: 'n',
      default: '1',
      description: 'calls under way at once; with one, people are decided in the order of the file',
    },
    'on-error': {
      type: 'string',
      placeholder: 'create|skip',
      default: 'create',
      description: 'what Okta does with a person when the hook answers with an error',
    },
    strict: { type: 'boolean', default: false, description: 'stop at the first row that is no person' },
  },
  examples: [
    'rehearse examples/people.csv --directory examples/directory.csv --report report.html',
    'rehearse people.csv --directory okta-users.csv --out new.ndjson --rules new-rules.yaml --compare old.ndjson',
    'rehearse people.csv --directory okta-users.csv --url https://localhost:8443/hooks/import --workers 8',
  ],
  run: async ({ values, operands: [name = ''] }, io) => {
    requireSeparateFiles(filesOf(name, values), io);
    const inputs = await readInputs(values, io);
    try {
      const file = { name, path: path.resolve(io.cwd, name) };
      const report = values.report === undefined ? undefined : createReport();
      const options = { ...inputs, people: withSomebody(readPeople(file.path), name), file, report };
      const played = await play({ ...options, out: values.out, strict: values.strict }, io);
      if (report && values.report !== undefined) {
        const title = `Import rehearsal: ${path.basename(name)}`;
        const head = { title, facts: factsOf(values, inputs, new Date()), totals: played.totals };
        const page = await report.finish({ ...head, compared: inputs.earlier !== undefined });
        await writeOutput(values.report, page, io);
      }
      printResult(io, values.json, resultOf(played), () =>
        describeRehearsal(played, values.url !== undefined, io),
      );
      if (!values.json) io.stderr.write(`${summaryOf(played, values)}\n`);
      return played.totals.inNeed > 0 ? EXIT.review : EXIT.done;
    } finally {
      inputs.hook.close();
    }
  },
});

function summaryOf(
  { totals: { rows, inNeed }, milliseconds }: Played,
  { report, out }: { readonly report?: string; readonly out?: string },
): string {
  const number = (count: number) => count.toLocaleString('en');
  const people = rows === 1 ? '1 person' : `${number(rows)} people`;
  const need =
    inNeed === 0 ? 'nobody needs a person' : `${number(inNeed)} need${inNeed === 1 ? 's' : ''} a person`;
  const files = [report, out].filter((file) => file !== undefined);
  const where = files.length > 0 ? `; see ${files.join(' and ')}` : '';
  return `${people} in ${(milliseconds / 1000).toFixed(1)} s: ${need}${where}`;
}
