import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import path from 'node:path';
import { HOOK_PATHS } from '../events/hook-call.ts';
import { hookOutputs, OUTPUTS } from '../infra/outputs.ts';
import { createApi, type Handler } from './api-gateway.ts';
import { type Certificate, loadCertificate } from './certificate.ts';
import { LOCAL_CREDENTIAL_TABLE, LOCAL_LOGIN_TABLE } from './dynamodb.ts';
import { onPort } from './laptop-error.ts';
import { listen } from './listen.ts';
import { writeRules } from './rules.ts';
import type { LaptopSettings } from './settings.ts';
import { awsEnvironment, type StandIns, startStandIns } from './stand-ins.ts';

/** The service on this machine, answering. */
export interface Laptop {
  readonly importHookUrl: string;
  readonly certificate: Certificate;
  /** A file for curl's `-H @…`: the secret in its header, and the content type. Only the owner can read it. */
  readonly headersFile: string;
  /** What the rules' author should look at again, one line each. */
  readonly warnings: readonly string[];
  /** Answers what is under way, then ends. */
  close(): Promise<void>;
}

/**
 * Starts the whole service: compiles the rules, starts the stand-ins for AWS, then the HTTPS server
 * with the Lambda's own handlers behind it, and writes `outputs.json`. Sets this process's environment, as the
 * Lambda service would. Throws `LaptopError` when it cannot start, `RulesInvalid` when the rules are wrong.
 */
export async function startLaptop(settings: LaptopSettings, rulesFile: string): Promise<Laptop> {
  const { folder } = settings;
  await mkdir(folder, { recursive: true });
  const compiled = path.join(folder, 'rules.json');
  const warnings = await writeRules(rulesFile, compiled);
  const certificate = await loadCertificate(folder);
  const standIns = await startStandIns(settings);
  try {
    Object.assign(process.env, awsEnvironment(standIns, settings), {
      HOOK_AUTH_HEADER: settings.header,
      RULES_FILE: compiled,
      POWERTOOLS_METRICS_DISABLED: 'true',
    });
    const { handler } = await import('../lambda/import-hook.ts');
    const server = await startHttps(settings, certificate, handler);
    const importHookUrl = `https://localhost:${settings.port}${HOOK_PATHS.import}`;
    await writeOutputs(folder, { importHookUrl, standIns, certificate });
    const close = async () => {
      await server.close();
      await standIns.close();
    };
    const headersFile = await writeHeaders(folder, settings);
    return { importHookUrl, certificate, headersFile, warnings, close };
  } catch (error) {
    await standIns.close();
    throw error;
  }
}

function startHttps({ port, host }: LaptopSettings, { cert, key }: Certificate, handler: Handler) {
  const server = createServer({ cert, key }, createApi({ [`POST ${HOOK_PATHS.import}`]: handler }));
  return onPort(port, () => listen(server, { port, host }));
}

/** The keys of a deployment's outputs, plus where the stand-ins are and which certificate to trust. */
async function writeOutputs(
  folder: string,
  {
    importHookUrl,
    standIns,
    certificate,
  }: Pick<Laptop, 'importHookUrl' | 'certificate'> & { standIns: StandIns },
): Promise<void> {
  const outputs = {
    [hookOutputs('ImportHook').url]: importHookUrl,
    [hookOutputs('ImportHook').secretArn]: standIns.importSecretArn,
    [OUTPUTS.loginTableName]: LOCAL_LOGIN_TABLE,
    [OUTPUTS.credentialTableName]: LOCAL_CREDENTIAL_TABLE,
    endpoints: { secretsManager: standIns.secretsManagerUrl, dynamoDb: standIns.dynamoDbUrl },
    ca: certificate.file,
  };
  await writeFile(path.join(folder, 'outputs.json'), `${JSON.stringify(outputs, null, 2)}\n`);
}

async function writeHeaders(folder: string, { header, secret }: LaptopSettings): Promise<string> {
  const file = path.join(folder, 'headers.txt');
  await writeFile(file, `${header}: ${secret}\ncontent-type: application/json\n`, { mode: 0o600 });
  return file;
}
