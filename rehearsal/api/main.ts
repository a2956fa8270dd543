import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Certificate, loadCertificate } from '../../local/certificate.ts';
import { errorCode } from '../../local/error-code.ts';
import { inFolder } from '../../local/folder.ts';
import { refuseInhabited } from '../../local/inhabited.ts';
import { LaptopError, onPort } from '../../local/laptop-error.ts';
import { OKTA_FILE } from '../../local/okta-stand-in.ts';
import { runProgram } from '../../local/run-program.ts';
import { screen } from '../../local/screen.ts';
import { untilStopped } from '../../local/until-stopped.ts';
import { TableUnusable } from '../csv/table-unusable.ts';
import { readOktaUsers } from '../directory/okta-users.ts';
import { type LoadedOrg, loadOrg } from '../org/load-org.ts';
import { createOrg } from '../org/org.ts';
import type { ApiExchange } from './exchange.ts';
import { type OktaStandIn, startOktaStandIn } from './stand-in.ts';
import { readStandInSettings, type StandInSettings, USAGE } from './stand-in-settings.ts';

const stdout = screen(process.stdout);
const stderr = screen(process.stderr);
const COMMAND = 'npm run okta-stand-in';
const print = (line: string) => stdout.write(`${line}\n`);

/** `npm run okta-stand-in`: an org until Ctrl-C; what keeps it from starting is one line and exit code 1. */
async function main(): Promise<void> {
  const settings = readStandInSettings(process.argv.slice(2), process.env);
  if (!settings) {
    print(USAGE);
    return;
  }
  const { org, problems } = await loadPeople(settings.directory);
  for (const { row, problem } of problems) stderr.write(`row ${row} is left out: ${problem}\n`);
  const certificate = await moveIn(settings);
  const okta = await start(settings, { org, certificate });
  const write = () => writeAddress(settings, okta, certificate);
  const file = await inFolder(settings.folder, write, COMMAND).catch(async (error: unknown) => {
    await okta.close();
    throw error;
  });
  const stopped = untilStopped();
  print(`${org.size.toLocaleString('en-US')} people`);
  for (const [, { id, name }] of okta.world.apps.numbered(0)) print(`application ${id} ${name}`);
  print(`address, token, service app and certificate: ${path.relative(process.cwd(), file)}`);
  print(`listening on ${okta.baseUrl}`);
  await stopped;
  print('\nstopping');
  await okta.close();
  // see local/main.ts: npm sends the signal once more
  process.exit(0);
}

async function loadPeople(directory: string | undefined): Promise<LoadedOrg> {
  if (directory === undefined) return { org: createOrg(), problems: [] };
  try {
    return await loadOrg(readOktaUsers(directory, { profiles: true }));
  } catch (error) {
    const why = error instanceof TableUnusable ? error.message : errorCode(error);
    if (why === undefined) throw error;
    throw new LaptopError(`${directory} cannot be read: ${why}`);
  }
}

/** The certificate of a folder that no other org lives in. */
async function moveIn({ folder, port }: StandInSettings): Promise<Certificate> {
  const command = `${COMMAND} -- --port ${port}`;
  await refuseInhabited({ folder, file: OKTA_FILE, address: 'baseUrl', port, command });
  return inFolder(folder, () => loadCertificate(folder), COMMAND);
}

function start(
  settings: StandInSettings,
  { org, certificate }: { readonly org: LoadedOrg['org']; readonly certificate: Certificate },
): Promise<OktaStandIn> {
  const { port, rateLimit, apps, apiToken, verbose } = settings;
  return onPort(
    port,
    () =>
      startOktaStandIn({
        port,
        certificate,
        org,
        apps,
        apiToken,
        ...(rateLimit !== undefined && { rateLimit }),
        onFault: printFault,
        ...(verbose && { onExchange: printExchange }),
      }),
    (free) => `${COMMAND} -- --port ${free}`,
  );
}

/** The route instead of the path, which may hold a login. */
function printExchange({ request, answer, path: route = 'no such path' }: ApiExchange): void {
  print(`${request.method} ${route} ${answer.status}`);
}

/** Where it arose and nothing else: its message may quote the request. */
function printFault(error: unknown): void {
  const { name = 'Error', stack = '' } = Object(error) as Partial<Error>;
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  stderr.write(`fault of the stand-in: ${[name, ...frames].join('\n')}\n`);
}

/** Where commands find the org and how they get in; only the owner can read it. */
async function writeAddress(
  { folder }: StandInSettings,
  { baseUrl, apiToken, serviceApp }: OktaStandIn,
  { file: ca }: Certificate,
): Promise<string> {
  const file = path.join(folder, OKTA_FILE);
  const privateKeyFile = path.join(folder, 'okta-private-key.pem');
  await writeFile(privateKeyFile, serviceApp.privateKey, { mode: 0o600 });
  const address = { baseUrl, apiToken, clientId: serviceApp.clientId, privateKeyFile, ca };
  await writeFile(file, `${JSON.stringify(address, null, 2)}\n`, { mode: 0o600 });
  return file;
}

await runProgram(main);
