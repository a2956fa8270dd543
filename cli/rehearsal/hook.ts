import { hookOutputs } from '../../infra/outputs.ts';
import type { PreparedRules } from '../../lambda/imports/prepared-rules.ts';
import { DEFAULT_AUTH_HEADER, DEFAULT_SECRET } from '../../local/defaults.ts';
import { httpsHook } from '../../rehearsal/job/https-hook.ts';
import type { HookReply, ImportHook } from '../../rehearsal/job/import-hook.ts';
import { inProcessHook } from '../../rehearsal/job/in-process-hook.ts';
import type { Org } from '../../rehearsal/org/org.ts';
import { createServiceCaller } from '../../rehearsal/service-call/service-caller.ts';
import { CommandError, type Io, type Options, UsageError } from '../command.ts';
import { readDeployment } from '../deployment.ts';
import { readInput } from '../input.ts';

/** Options that say which service is asked. */
export const serviceOptions = {
  url: {
    type: 'string',
    placeholder: 'https://…',
    description: 'ask a running service instead; it honours the rehearsal and writes nothing',
  },
  'secret-file': {
    type: 'string',
    placeholder: 'file',
    description: `with --url: a file with the hook secret; without it, the laptop's "${DEFAULT_SECRET}"`,
  },
  header: {
    type: 'string',
    placeholder: 'name',
    default: DEFAULT_AUTH_HEADER,
    description: 'with --url: the header that carries the secret',
  },
  ca: {
    type: 'string',
    placeholder: 'file',
    description: "with --url: a certificate (PEM) to trust; the laptop's is found by itself",
  },
} as const satisfies Options;

/** What `serviceOptions` were given. */
export interface ServiceValues {
  readonly url?: string;
  readonly 'secret-file'?: string;
  readonly header: string;
  readonly ca?: string;
}

/** The hook of a rehearsal, ready to be asked. */
export interface ReadyHook extends ImportHook {
  /** Throws when the service has refused the first call in a way that it would refuse all others. */
  check(): void;
  close(): void;
}

/** The production decision in this process. */
export function hookHere(rules: PreparedRules, org: Org): ReadyHook {
  return { ...inProcessHook({ rules, org }), check: () => undefined, close: () => undefined };
}

/** The service at `--url`, asked as Okta asks it. */
export async function hookAt(url: string, values: ServiceValues, io: Io): Promise<ReadyHook> {
  if (!/^https:\/\/[^/]/i.test(url) || !URL.canParse(url))
    throw new UsageError('--url must be the https address of the import hook');
  const secretFile = values['secret-file'];
  const secret = secretFile === undefined ? DEFAULT_SECRET : (await readInput(secretFile, io)).trim();
  if (secret === '') throw new CommandError('the file holds no secret', { where: String(secretFile) });
  const ca = values.ca === undefined ? await laptopCertificate(url, io) : [await readInput(values.ca, io)];
  const caller = createServiceCaller({ ca });
  const hook = httpsHook({ uri: url, headers: { [values.header]: secret }, caller });
  let first: HookReply | undefined;
  return {
    ask: async (request, signal) => {
      const reply = await hook.ask(request, signal);
      first ??= reply;
      return reply;
    },
    check: () => refuseAt(url, first),
    close: () => caller.close(),
  };
}

/** One slow answer is worth a row; a wrong address or secret would be all of them. */
function refuseAt(url: string, first: HookReply | undefined): void {
  if (first?.kind !== 'no answer' || !/^(connection|redirect|it answered 4)/.test(first.reason)) return;
  const next = /40[13]$/.test(first.reason) ? 'check --secret-file and --header' : 'check --url and --ca';
  throw new CommandError(`the service does not take the calls: ${first.reason}`, { where: url, next });
}

/** The certificate of the laptop, when the address is the laptop's. */
async function laptopCertificate(url: string, io: Io): Promise<readonly string[]> {
  try {
    const { outputs } = await readDeployment('.local/outputs.json', io);
    const { [hookOutputs('ImportHook').url]: laptop, ca } = outputs;
    return laptop === url && ca !== undefined ? [await readInput(ca, io)] : [];
  } catch (error) {
    if (error instanceof CommandError) return [];
    throw error;
  }
}
