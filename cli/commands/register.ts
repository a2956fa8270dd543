import { MANAGE_EVENT_HOOKS } from '../../lambda/registration/event-hooks.ts';
import { MANAGE_INLINE_HOOKS } from '../../lambda/registration/inline-hooks.ts';
import { defineCommand, EXIT, type Io } from '../command.ts';
import {
  type Deployment,
  hookMissing,
  outputOf,
  outputsOption,
  readDeployment,
  readSecret,
} from '../deployment.ts';
import { askingOkta, oktaOf } from '../okta.ts';
import { printResult } from '../output.ts';
import { consoleSteps } from '../registration/console.ts';
import {
  planEventHook,
  planInlineHook,
  type Registered,
  type Registration,
} from '../registration/register.ts';
import { describePlans, describeRegistered, describeSteps } from '../registration/show.ts';
import {
  outputsFor,
  type RegisteredType,
  readOAuthClient,
  TYPES,
  typesOf,
  wantedEventHook,
  wantedFor,
} from '../registration/wanted.ts';

const PATIENCE_MS = 90_000;

/** `register`: makes the hooks in Okta what the deployment wants, and has Okta call the service through them. */
export const command = defineCommand({
  operands: [],
  options: {
    outputs: outputsOption,
    type: { type: 'string', placeholder: TYPES.join('|'), description: 'this hook only' },
    oauth: {
      type: 'string',
      placeholder: 'file',
      description:
        'for a deployment with OAuth: JSON with clientId, tokenUrl, scope, and clientSecret or hookKeyId',
    },
    'dry-run': { type: 'boolean', default: false, description: 'show the difference and write nothing' },
  },
  examples: ['register --dry-run', 'register', 'register --outputs .local/outputs.json --type password'],
  run: async ({ values }, io) => {
    const deployment = await readDeployment(values.outputs, io);
    const types = typesOf(deployment, values.type);
    const scopes = scopesOf(types);
    const { client, baseUrl } = await oktaOf(deployment, io, scopes);
    const oauth = values.oauth === undefined ? undefined : await readOAuthClient(values.oauth, io);
    const call = { signal: io.signal, patienceMs: PATIENCE_MS };
    const say = (text: string) => values.json || text === '' || io.stdout.write(`${text}\n`);
    return askingOkta(scopes, async () => {
      const registrations: Registration[] = [];
      for (const type of types) {
        registrations.push(
          type === 'events'
            ? await planEventHook(client, eventsOf(deployment), call)
            : await planInlineHook(client, wantedFor(deployment, type, oauth), call),
        );
      }
      const plans = registrations.map(({ plan }) => plan);
      say(describePlans(plans, io));
      if (values['dry-run']) {
        if (values.json) printResult(io, true, { dryRun: true, hooks: plans }, () => '');
        say('\nNothing was written.');
        return EXIT.done;
      }
      const hooks: Registered[] = [];
      for (const { apply } of registrations) hooks.push(await apply());
      const steps = consoleSteps(types, baseUrl);
      printResult(io, values.json, { hooks, steps }, () =>
        ['', describeRegistered(hooks, io), '', describeSteps(steps)].join('\n'),
      );
      return exitOf(hooks, io);
    });
  },
});

function scopesOf(types: readonly RegisteredType[]): readonly string[] {
  return [...new Set(types.map((type) => (type === 'events' ? MANAGE_EVENT_HOOKS : MANAGE_INLINE_HOOKS)))];
}

function eventsOf(deployment: Deployment) {
  const hook = wantedEventHook(deployment);
  if (!hook) throw hookMissing(deployment, 'events');
  const arn = outputOf(deployment, outputsFor('events').secretArn);
  return { hook, secret: (signal: AbortSignal) => readSecret(deployment, arn, signal) };
}

function exitOf(hooks: readonly Registered[], io: Io) {
  const silent = hooks.filter(({ reached }) => !reached);
  if (silent.length > 0) {
    io.stderr.write('Okta does not reach the service: is it up, and can Okta reach its address?\n');
    return EXIT.failed;
  }
  return hooks.every(({ expected }) => expected) ? EXIT.done : EXIT.review;
}
