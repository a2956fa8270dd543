import { rotatedHookInOkta, rotationScope } from '../../lambda/registration/rotated-hook.ts';
import { RotationRefused } from '../../lambda/registration/rotation.ts';
import { SecretNotChangeable, secretVersionsOf } from '../../lambda/registration/secret-versions.ts';
import { CommandError, defineCommand, EXIT, UsageError } from '../command.ts';
import {
  type Deployment,
  outputsOption,
  readDeployment,
  secretsHint,
  secretsManagerOf,
} from '../deployment.ts';
import { askingOkta, oktaOf } from '../okta.ts';
import { printResult } from '../output.ts';
import { outputsFor, TYPES, typesOf, wantedEventHook, wantedFor } from '../registration/wanted.ts';
import { type RotatedHook, rotateHook, undoHook } from '../rotation/rotate.ts';

/** `rotate`: gives Okta and the service a new secret, and refuses no call meanwhile. */
export const command = defineCommand({
  operands: [],
  options: {
    outputs: outputsOption,
    type: {
      type: 'string',
      placeholder: TYPES.join('|'),
      description: 'the secret of this hook only',
    },
    revoke: {
      type: 'boolean',
      default: false,
      description: 'end the old secret within minutes instead of after 15',
    },
    undo: {
      type: 'boolean',
      default: false,
      description: 'take back a rotation that was stopped: Okta gets the old secret again',
    },
  },
  examples: ['rotate', 'rotate --type password --revoke', 'rotate --undo'],
  sections: [
    {
      title: 'Stopped on the way?',
      rows: [
        ['rotate', 'goes on where it stopped; until then calls with either secret are answered'],
        ['rotate --undo', 'goes back to the secret that was current'],
      ],
    },
  ],
  run: async ({ values }, io) => {
    if (values.undo && values.revoke) throw new UsageError('--undo and --revoke exclude each other');
    const deployment = await readDeployment(values.outputs, io);
    const hooks = hooksOf(deployment, values.type);
    const client = secretsManagerOf(deployment);
    const say = (text: string) => values.json || io.stdout.write(`${text}\n`);
    const done: RotatedHook[] = [];
    try {
      for (const { type, arn, wanted } of hooks) {
        const scopes = [rotationScope(wanted)];
        const { client: okta } = await oktaOf(deployment, io, scopes);
        const options = {
          secret: secretVersionsOf(client, arn),
          okta: rotatedHookInOkta(okta, wanted),
          sleep: io.clock.sleep,
        };
        const run = { type, signal: io.signal, now: io.clock.now(), revoke: values.revoke, say };
        const work = () => (values.undo ? undoHook(options, run) : rotateHook(options, run));
        done.push(await askingOkta(scopes, () => explained(work, { deployment, signal: io.signal })));
      }
      if (values.json) printResult(io, true, { hooks: done }, () => '');
      return EXIT.done;
    } finally {
      client.destroy();
    }
  },
});

/** The hooks whose callers prove themselves with a secret. */
function hooksOf(deployment: Deployment, asked: string | undefined) {
  const found = typesOf(deployment, asked).flatMap((type) => {
    const arn = deployment.outputs[outputsFor(type).secretArn];
    if (arn === undefined) return [];
    const wanted =
      type === 'events' ? wantedEventHook(deployment) : wantedFor(deployment, type, undefined).hook;
    return wanted ? [{ type, arn, wanted }] : [];
  });
  if (found.length > 0) return found;
  throw new CommandError('this deployment has no hook secret to rotate', {
    where: deployment.file,
    next: 'with OAuth, change the client secret where it was made, then register again',
  });
}

/** What stops a rotation, for people. */
async function explained<Answer>(
  work: () => Promise<Answer>,
  { deployment, signal }: { readonly deployment: Deployment; readonly signal: AbortSignal },
): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (signal.aborted) {
      throw new CommandError('stopped; calls with either secret are answered', {
        next: 'run rotate again to go on, or rotate --undo to go back',
      });
    }
    if (error instanceof RotationRefused) throw new CommandError(error.message);
    if (error instanceof SecretNotChangeable) {
      throw new CommandError(error.message, {
        next: `${secretsHint(deployment)}, then run rotate again: it goes on where it stopped`,
      });
    }
    throw error;
  }
}
