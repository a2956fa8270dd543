import { rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import path from 'node:path';
import { HOOK_PATHS, type HookKind } from '../events/hook-call.ts';
import { hookOutputs, OUTPUTS } from '../infra/outputs.ts';
import { ENVIRONMENT } from '../lambda/platform/environment.ts';
import type { InlineHookKind } from '../lambda/registration/wanted-hook.ts';
import { createApi, type Routes } from './api-gateway.ts';
import { type Certificate, loadCertificate } from './certificate.ts';
import { LOCAL_CREDENTIAL_TABLE, LOCAL_LOGIN_TABLE } from './dynamodb.ts';
import { inFolder, makeFolder } from './folder.ts';
import { refuseInhabited } from './inhabited.ts';
import { onPort } from './laptop-error.ts';
import { listen } from './listen.ts';
import { trustOktaStandIn } from './okta-stand-in.ts';
import { writeRules, writeSources } from './rules.ts';
import type { LaptopSettings } from './settings.ts';
import { awsEnvironment, type StandIns, startStandIns } from './stand-ins.ts';

/** The service on this machine, answering. */
export interface Laptop {
  readonly urls: Readonly<Record<HookKind, string>>;
  readonly certificate: Certificate;
  /** A file for curl's `-H @…`: the secret in its header, and the content type. Only the owner can read it. */
  readonly headersFile: string;
  /** What the rules' author should look at again, one line each. */
  readonly warnings: readonly string[];
  /** Answers what is under way, then ends. */
  close(): Promise<void>;
}

/** Written into the local folder: what a deployment's outputs say, and where the stand-ins are. */
const LOCAL_OUTPUTS = 'outputs.json';

/** What each hook that decides decides by, as its author writes it. */
export type RuleFiles = Readonly<Record<InlineHookKind, string>>;

/**
 * Starts the whole service: compiles the rules, starts the stand-ins for AWS, then the HTTPS server
 * with the Lambda's own handlers behind it, and writes `outputs.json`. Sets this process's environment, as the
 * Lambda service would. Throws `LaptopError` when it cannot start, `RulesInvalid` when the rules are wrong.
 */
export async function startLaptop(settings: LaptopSettings, files: RuleFiles): Promise<Laptop> {
  const { folder, port } = settings;
  const address = hookOutputs('ImportHook').url;
  await refuseInhabited({ folder, file: LOCAL_OUTPUTS, address, port, command: `PORT=${port} npm start` });
  const { compiled, warnings, certificate } = await inFolder(folder, () => prepare(folder, files));
  if (settings.okta) await trustOktaStandIn(settings.okta.baseUrl, folder);
  const standIns = await startStandIns(settings);
  const closers = [standIns.close];
  const close = async () => {
    for (const closeOne of closers) await closeOne();
  };
  try {
    const routes = await loadRoutes(settings, standIns, compiled);
    const server = await startHttps(settings, certificate, routes);
    closers.unshift(server.close);
    const urlOf = (hook: HookKind) => `https://localhost:${port}${HOOK_PATHS[hook]}`;
    const urls = { import: urlOf('import'), password: urlOf('password'), events: urlOf('events') };
    const headersFile = await inFolder(folder, async () => {
      await writeOutputs(settings, { urls, standIns, certificate });
      return writeHeaders(folder, settings);
    });
    return { urls, certificate, headersFile, warnings, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Puts what the service reads into the folder. */
async function prepare(folder: string, files: RuleFiles) {
  const compiled = { import: path.join(folder, 'rules.json'), password: path.join(folder, 'sources.json') };
  await makeFolder(folder);
  const warnings = [
    ...(await writeRules(files.import, compiled.import)),
    ...(await writeSources(files.password, compiled.password)),
  ];
  return { compiled, warnings, certificate: await loadCertificate(folder) };
}

/** Each function reads its environment once, while it is loaded: one after the other, they can share a process. */
async function loadRoutes(
  settings: LaptopSettings,
  standIns: StandIns,
  compiled: RuleFiles,
): Promise<Routes> {
  Object.assign(process.env, awsEnvironment(standIns, settings), {
    [ENVIRONMENT.hookAuthHeader]: settings.header,
    POWERTOOLS_METRICS_DISABLED: 'true',
  });
  const prepare = (hook: HookKind) =>
    Object.assign(process.env, {
      [ENVIRONMENT.hookSecretId]: standIns.secretArns[hook],
      ...(hook !== 'events' && { [ENVIRONMENT.rulesFile]: compiled[hook] }),
    });
  prepare('import');
  const { handler: importHook } = await import('../lambda/import-hook.ts');
  prepare('password');
  const { handler: passwordHook } = await import('../lambda/password-hook.ts');
  prepare('events');
  const { handler: eventHook } = await import('../lambda/event-hook.ts');
  return {
    [`POST ${HOOK_PATHS.import}`]: importHook,
    [`POST ${HOOK_PATHS.password}`]: passwordHook,
    [`GET ${HOOK_PATHS.events}`]: eventHook,
    [`POST ${HOOK_PATHS.events}`]: eventHook,
  };
}

function startHttps({ port, host }: LaptopSettings, { cert, key }: Certificate, routes: Routes) {
  const server = createServer({ cert, key }, createApi(routes));
  return onPort(port, () => listen(server, { port, host }));
}

/** The keys of a deployment's outputs, plus where the stand-ins are and which certificate to trust. */
async function writeOutputs(
  { folder, header }: LaptopSettings,
  { urls, standIns, certificate }: Pick<Laptop, 'urls' | 'certificate'> & { standIns: StandIns },
): Promise<void> {
  const outputs = {
    [hookOutputs('ImportHook').url]: urls.import,
    [hookOutputs('ImportHook').secretArn]: standIns.secretArns.import,
    [hookOutputs('PasswordHook').url]: urls.password,
    [hookOutputs('PasswordHook').secretArn]: standIns.secretArns.password,
    [hookOutputs('EventHook').url]: urls.events,
    [hookOutputs('EventHook').secretArn]: standIns.secretArns.events,
    [OUTPUTS.hookAuthHeader]: header,
    [OUTPUTS.loginTableName]: LOCAL_LOGIN_TABLE,
    [OUTPUTS.credentialTableName]: LOCAL_CREDENTIAL_TABLE,
    endpoints: { secretsManager: standIns.secretsManagerUrl, dynamoDb: standIns.dynamoDbUrl },
    ca: certificate.file,
  };
  await writeFile(path.join(folder, LOCAL_OUTPUTS), `${JSON.stringify(outputs, null, 2)}\n`);
}

async function writeHeaders(folder: string, { header, secret }: LaptopSettings): Promise<string> {
  const file = path.join(folder, 'headers.txt');
  // The mode counts for a new file only.
  await rm(file, { force: true });
  await writeFile(file, `${header}: ${secret}\ncontent-type: application/json\n`, { mode: 0o600 });
  return file;
}
