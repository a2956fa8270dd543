import { HOOK_PATHS, type HookKind, hookCallEvent } from '../../events/hook-call.ts';
import { DEFAULT_AUTH_HEADER, DEFAULT_SECRET } from '../../local/defaults.ts';
import { jsonText } from '../../local/screen.ts';
import { CommandError, defineCommand, EXIT, UsageError } from '../command.ts';
import { parseObject, readInput } from '../input.ts';
import { requireSeparateFiles } from '../inputs-and-outputs.ts';
import { writeOutput } from '../output.ts';

const HOOKS = Object.keys(HOOK_PATHS).join(', ');

/** `event`: one of Okta's calls as the event that API Gateway hands to the function. */
export const command = defineCommand({
  operands: [
    { name: 'payload.json', description: 'a file with the call as Okta sends it; - reads standard input' },
  ],
  options: {
    type: {
      type: 'string',
      placeholder: 'hook',
      default: 'import',
      description: `which hook is called: ${HOOKS}`,
    },
    header: {
      type: 'string',
      placeholder: 'name',
      default: DEFAULT_AUTH_HEADER,
      description: 'the header that carries the secret',
    },
    out: {
      type: 'string',
      placeholder: 'file',
      description: 'write the event to a file that only you can read',
    },
    'secret-file': {
      type: 'string',
      placeholder: 'file',
      description: `a file with the hook secret; without it, the laptop's "${DEFAULT_SECRET}"`,
    },
  },
  examples: [
    'event events/import/login-conflict.json',
    'event events/events/batch.json --type events',
    'event payload.json --secret-file secret.txt --out event.json',
  ],
  run: async ({ values, operands: [file = ''] }, io) => {
    const hook = hookNamed(values.type);
    const secretFile = values['secret-file'];
    const inputs = [['the call itself', file] as const, ['the file of --secret-file', secretFile] as const];
    requireSeparateFiles({ inputs, outputs: [['--out', values.out]] }, io);
    const payload = parseObject(await readInput(file, io), file);
    const secret = secretFile === undefined ? DEFAULT_SECRET : (await readInput(secretFile, io)).trim();
    if (secret === '') throw new CommandError('the file holds no secret', { where: String(secretFile) });
    const event = hookCallEvent({ hook, payload: JSON.stringify(payload), header: values.header, secret });
    const text = jsonText(event, 2);
    if (values.out === undefined) io.stdout.write(`${text}\n`);
    else await writeOutput(values.out, `${text}\n`, io);
    return EXIT.done;
  },
});

function hookNamed(name: string): HookKind {
  if (Object.hasOwn(HOOK_PATHS, name)) return name as HookKind;
  throw new UsageError(`--type must be one of: ${HOOKS}`);
}
