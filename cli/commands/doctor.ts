import { INLINE_HOOK_KINDS } from '../../lambda/registration/wanted-hook.ts';
import { defineCommand, EXIT } from '../command.ts';
import { outputsOption, readDeployment } from '../deployment.ts';
import { diagnose } from '../doctor/checks.ts';
import { DOCTOR_SCOPES, gather } from '../doctor/gather.ts';
import { readRetiredHook } from '../doctor/retired.ts';
import { showLines } from '../doctor/show.ts';
import { readInput } from '../input.ts';
import { printResult } from '../output.ts';
import { readOAuthClient, typesOf, wantedEventHook, wantedFor } from '../registration/wanted.ts';

/** `doctor`: compares what a deployment wants with what Okta has and did, and says what to do. Changes nothing. */
export const command = defineCommand({
  operands: [],
  options: {
    outputs: outputsOption,
    oauth: {
      type: 'string',
      placeholder: 'file',
      description: 'where Okta fetches tokens, as for register; needed where the deployment takes tokens',
    },
    finished: {
      type: 'string',
      placeholder: 'file',
      description: 'the final sheet of migrate finish: the password hook is gone on purpose',
    },
  },
  examples: [
    'doctor',
    'doctor --json',
    'doctor --outputs .local/outputs.json',
    'doctor --finished legacy-users.final.json',
  ],
  sections: [
    {
      title: 'Scopes of a service app',
      rows: DOCTOR_SCOPES.map((scope) => [
        scope,
        scope.endsWith('manage') ? 'to play the canary' : 'to read',
      ]),
    },
  ],
  run: async ({ values }, io) => {
    const deployment = await readDeployment(values.outputs, io);
    const oauth = values.oauth === undefined ? undefined : await readOAuthClient(values.oauth, io);
    const caFile = deployment.outputs['ca'];
    const retired =
      values.finished === undefined ? undefined : await readRetiredHook(values.finished, deployment, io);
    const deployed = typesOf(deployment, undefined);
    const kinds = INLINE_HOOK_KINDS.filter(
      (kind) => deployed.includes(kind) && (kind !== 'password' || !retired),
    );
    const patient = {
      deployment,
      wanted: kinds.map((kind) => wantedFor(deployment, kind, oauth).hook),
      retired,
      wantedEventHook: wantedEventHook(deployment),
      ca: caFile === undefined ? undefined : await readInput(caFile, io),
    };
    const lines = diagnose(await gather(patient, io));
    const needsPerson = lines.some(({ verdict }) => verdict === 'review');
    printResult(io, values.json, { needsPerson, lines }, () => showLines(lines, io));
    return needsPerson ? EXIT.review : EXIT.done;
  },
});
