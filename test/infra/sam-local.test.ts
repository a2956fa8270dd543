import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateEvents } from '../../events/generate.ts';
import { HOOKS } from '../../infra/hooks.ts';
import { readEnvironment } from '../../lambda/platform/environment.ts';
import { DEFAULT_PORT, DEFAULT_SECRET } from '../../local/defaults.ts';
import { listen } from '../../local/listen.ts';
import { type LaptopSettings, readSettings } from '../../local/settings.ts';
import { awsEnvironment, type StandIns, startStandIns } from '../../local/stand-ins.ts';
import { SAM_VARIABLES, samVariables } from './sam-local.ts';
import { type Synthesised, synthesise } from './synthesised.ts';

const PROJECT = path.join(import.meta.dirname, '../..');
const GUIDE = readFileSync(path.join(PROJECT, 'docs/sam-local.md'), 'utf8');
const DEPLOYING = readFileSync(path.join(PROJECT, 'docs/deploying.md'), 'utf8');

let stack: Synthesised;
let standIns: StandIns;
let settings: LaptopSettings;
let port: number;

/** A port whose successors are most likely free too, as no other process has just been given them. */
async function findPort(): Promise<number> {
  const server = await listen(createServer(), { port: 0 });
  await server.close();
  return server.port;
}

beforeAll(async () => {
  port = await findPort();
  settings = readSettings({ PORT: String(port) });
  [stack, standIns] = await Promise.all([synthesise(), startStandIns(settings)]);
}, 60_000);

afterAll(async () => {
  await standIns?.close();
  await stack?.remove();
});

const hookOf = (id: string) => {
  const hook = stack.functions.find(({ logicalId }) => logicalId.startsWith(id));
  if (!hook) throw new Error(`there is no ${id}`);
  return hook;
};

describe('sam local finds what it needs in what cdk synth makes', () => {
  it('the code and the rules where the template says, and the handler in it', () => {
    for (const { folder, handler, runtime } of stack.functions) {
      const [file, name] = handler.split('.');
      expect(readFileSync(path.join(folder, `${file}.mjs`), 'utf8')).toMatch(RegExp(`\\bas ${name}\\b`));
      expect(runtime).toBe('nodejs24.x');
    }
    for (const id of ['ImportHook', 'PasswordHook']) {
      expect(existsSync(path.join(hookOf(id).folder, 'rules.json'))).toBe(true);
    }
  });

  it('every variable that sam-env.json overrides, or sam would pass it over in silence', () => {
    const declared = stack.functions.flatMap(({ variables }) => Object.keys(variables));
    expect(declared).toEqual(expect.arrayContaining(Object.keys(SAM_VARIABLES)));
  });

  it('an environment the function can start with', () => {
    for (const hook of HOOKS.map(({ id }) => hookOf(id))) {
      const { authentication } = readEnvironment(samVariables(hook));
      expect(authentication).toMatchObject({ kind: 'header', secretId: SAM_VARIABLES['HOOK_SECRET_ID'] });
    }
  });

  it('events for a route of the API, with the header that the function reads', async () => {
    const events = [...(await generateEvents()).values()].map((text) => JSON.parse(text));
    const routes = stack.propertiesOf('AWS::ApiGatewayV2::Route').map(({ RouteKey }) => RouteKey);
    const [integration] = stack.propertiesOf('AWS::ApiGatewayV2::Integration');
    for (const event of events) {
      expect(routes).toContain(event.routeKey);
      expect(event.version).toBe(integration?.['PayloadFormatVersion']);
      expect(event.headers[String(hookOf('ImportHook').variables['HOOK_AUTH_HEADER'])]).toBe(DEFAULT_SECRET);
    }
  });
});

describe('sam-env.json leads to the stand-ins of npm run local:aws', () => {
  it('at their ports, as a container sees this machine, for every service that the function declares', () => {
    const { variables } = hookOf('ImportHook');
    const served = Object.entries(awsEnvironment(standIns, settings)).filter(
      ([name]) => name.startsWith('AWS_ENDPOINT_URL_') && name in variables,
    );
    expect(served.length).toBeGreaterThan(0);
    for (const [name, url] of served) {
      const offset = Number(new URL(url).port) - port;
      expect([name, SAM_VARIABLES[name]]).toEqual([
        name,
        `http://host.docker.internal:${DEFAULT_PORT + offset}`,
      ]);
    }
  });

  it('to every name that is different there', () => {
    const declared = new Set(stack.functions.flatMap(({ variables }) => Object.keys(variables)));
    const local = [...Object.keys(awsEnvironment(standIns, settings)), 'HOOK_SECRET_ID'];
    const different = local.filter((name) => declared.has(name));
    expect(Object.keys(SAM_VARIABLES).sort()).toEqual(different.sort());
  });

  it('to a secret that holds what the recorded events carry', async () => {
    const response = await fetch(standIns.secretsManagerUrl, {
      method: 'POST',
      headers: { 'x-amz-target': 'secretsmanager.GetSecretValue' },
      body: JSON.stringify({ SecretId: SAM_VARIABLES['HOOK_SECRET_ID'] }),
    });
    expect(await response.json()).toMatchObject({ SecretString: DEFAULT_SECRET });
  });
});

describe('the guides', () => {
  it('name the function, the template and files that exist', () => {
    expect(GUIDE).toContain(`sam local invoke ${hookOf('ImportHook').logicalId}`);
    expect(DEPLOYING).toContain(`--logical-resource-id ${hookOf('ImportHook').logicalId}`);
    expect(GUIDE).toContain(`--template cdk.out/${stack.templateFile}`);
    const files = GUIDE.match(/\bevents\/[\w/.-]+\.json/g) ?? [];
    expect(files.length).toBeGreaterThan(1);
    for (const file of files) expect([file, existsSync(path.join(PROJECT, file))]).toEqual([file, true]);
  });
});
