import { parseArgs } from 'node:util';
import { localFolder } from '../../local/defaults.ts';
import { LaptopError } from '../../local/laptop-error.ts';
import { wholeNumber } from '../../local/whole-number.ts';

/** What the command line and the environment say about the stand-in org. */
export interface StandInSettings {
  readonly port: number;
  /** An export of the org's people: CSV or NDJSON; undefined: nobody. */
  readonly directory: string | undefined;
  /** Calls a minute for each endpoint; undefined: no limit. */
  readonly rateLimit: number | undefined;
  /** Labels of applications. */
  readonly apps: readonly string[];
  readonly apiToken: string;
  /** Where the certificate and `okta.json` are written: an absolute path. */
  readonly folder: string;
  /** Whether to print a line for every request. */
  readonly verbose: boolean;
}

/** The API token of every stand-in on a laptop. `OKTA_API_TOKEN` overrides it. */
const DEFAULT_API_TOKEN = 'local-okta-token';

const DEFAULT_PORT = 8453;

export const USAGE = `npm run okta-stand-in -- [options]: an Okta org on this machine

  --directory <file>  its people: an export as CSV, or NDJSON of user objects
  --port <n>          (${DEFAULT_PORT})
  --rate-limit <n>    calls a minute for each endpoint; more are answered with 429
  --app <label>       an application that people can be assigned to; may be repeated
  --verbose           print a line for every request

OKTA_API_TOKEN sets the token (${DEFAULT_API_TOKEN}), LOCAL_FOLDER where okta.json and the certificate are
written (.local).`;

const options = {
  directory: { type: 'string' },
  port: { type: 'string', default: String(DEFAULT_PORT) },
  'rate-limit': { type: 'string' },
  app: { type: 'string', multiple: true },
  verbose: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** Reads the settings; undefined: help is wanted. Throws `LaptopError` for what cannot work. */
export function readStandInSettings(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): StandInSettings | undefined {
  const { values } = parse(args);
  if (values.help) return undefined;
  const { OKTA_API_TOKEN: apiToken = DEFAULT_API_TOKEN } = env;
  if (!/^[\x21-\x7e]+$/.test(apiToken)) {
    throw new LaptopError('OKTA_API_TOKEN must be printable ASCII without spaces');
  }
  const { directory, 'rate-limit': limit } = values;
  return {
    port: wholeNumber('--port', values.port, { most: 65_535 }, LaptopError),
    directory,
    rateLimit: limit === undefined ? undefined : wholeNumber('--rate-limit', limit, {}, LaptopError),
    apps: values.app ?? [],
    apiToken,
    folder: localFolder(env),
    verbose: values.verbose,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options });
  } catch {
    throw new LaptopError('unknown option or missing value: npm run okta-stand-in -- --help lists them');
  }
}
