import { hookInOkta } from '../../lambda/registration/hook-in-okta.ts';
import { MANAGE_INLINE_HOOKS } from '../../lambda/registration/inline-hooks.ts';
import { RotationRefused } from '../../lambda/registration/rotation.ts';
import { SecretNotChangeable, secretVersionsOf } from '../../lambda/registration/secret-versions.ts';
import { INLINE_HOOK_KINDS } from '../../lambda/registration/wanted-hook.ts';
import { CommandError, defineCommand, EXIT, type Io, UsageError } from '../command.ts';
import { type Deployment, outputsOption, readDeployment, secretsManagerOf } from '../deployment.ts';
import { askingOkta, oktaOf } from '../okta.ts';
import { printResult } from '../output.ts';
import { outputsFor, wantedFor } from '../registration/wanted.ts';
import { type RotatedHook, rotateHook, undoHook } from '../rotation/rotate.ts';

const SCOPES = [MANAGE_INLINE_HOOKS];

/** `rotate`: gives Okta and the service a new secret, and refuses no call meanwhile. */
export const command = defineCommand({
  operands: [],
  options: {
    outputs: outputsOption,
    type: {
      type: 'string',
      placeholder: INLINE_HOOK_KINDS.join('|'),
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
    const types = typesOf(deployment, values.type);
    const { client: okta } = await oktaOf(deployment, io, SCOPES);
    const client = secretsManagerOf(deployment);
    const say = (text: string) => values.json || io.stdout.write(`${text}\n`);
    const work = async () => {
      const done: RotatedHook[] = [];
      for (const { type, arn } of types) {
        const options = {
          secret: secretVersionsOf(client, arn),
          okta: hookInOkta(okta, wantedFor(deployment, type, undefined).hook),
          sleep: io.clock.sleep,
        };
        const run = { type, signal: io.signal, now: io.clock.now(), revoke: values.revoke, say };
        done.push(await (values.undo ? undoHook(options, run) : rotateHook(options, run)));
      }
      return done;
    };
    try {
      const hooks = await askingOkta(SCOPES, () => explained(work, io));
      if (values.json) printResult(io, true, { hooks }, () => '');
      return EXIT.done;
    } finally {
      client.destroy();
    }
  },
});

/** The hooks whose callers prove themselves with a secret. */
function typesOf({ outputs, file }: Deployment, asked: string | undefined) {
  const known = INLINE_HOOK_KINDS.filter((type) => asked === undefined || type === asked);
  if (known.length === 0) throw new UsageError(`--type must be ${INLINE_HOOK_KINDS.join(' or ')}`);
  const found = known.flatMap((type) => {
    const arn = outputs[outputsFor(type).secretArn];
    return arn === undefined ? [] : [{ type, arn }];
  });
  if (found.length > 0) return found;
  throw new CommandError('this deployment has no hook secret to rotate', {
    where: file,
    next: 'with OAuth, change the client secret where it was made, then register again',
  });
}

/** What stops a rotation, for people. */
async function explained<Answer>(work: () => Promise<Answer>, io: Pick<Io, 'signal'>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (io.signal.aborted) {
      throw new CommandError('stopped; calls with either secret are answered', {
        next: 'run rotate again to go on, or rotate --undo to go back',
      });
    }
    if (error instanceof RotationRefused) throw new CommandError(error.message);
    if (error instanceof SecretNotChangeable) {
      throw new CommandError(error.message, {
        next: 'check the AWS credentials and the region, then run rotate again: it goes on where it stopped',
      });
    }
    throw error;
  }
}
