import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { API_ALARMS, CLEAN_UP_ALARMS, HOOK_ALARMS } from '../../infra/alarms.ts';
import { HOOKS } from '../../infra/hooks.ts';
import { hookOutputs, OUTPUTS } from '../../infra/outputs.ts';
import { readRotationEnvironment } from '../../lambda/registration/rotation-request.ts';
import { compileSources } from '../../rules/compile-sources.ts';
import { Synthesis } from './templates.ts';

type Kind = (typeof HOOKS)[number]['kind'];

/** Every choice that can be made, but that of all hooks. */
const CHOICES: readonly Kind[][] = [['import'], ['password'], ['import', 'password'], ['password', 'events']];

const rotation = { rotation: {}, oktaBaseUrl: 'https://example.okta.com' };

/** Without the hashes of assets that are not bundled: they are those of the folder. */
const templateOf = ({ template }: Synthesis) =>
  JSON.parse(
    JSON.stringify(template.toJSON())
      .replace(/[0-9a-f]{64}\.zip/g, 'asset')
      .replace(/(CurrentVersion[0-9A-F]{8})[0-9a-f]{32}/g, '$1'),
  );
const resourcesOf = (stack: Synthesis): Record<string, Resource> => templateOf(stack).Resources;

interface Resource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

const open: Synthesis[] = [];
const synthesis = async (...of: Parameters<typeof Synthesis.of>) => {
  const stack = await Synthesis.of(...of);
  open.push(stack);
  return stack;
};
afterAll(() => Promise.all(open.map((stack) => stack.remove())));

let whole: Synthesis;
beforeAll(async () => {
  whole = await synthesis(rotation);
});

describe('the setting hooks', () => {
  it('without a value means every hook, in whatever order they are named', async () => {
    const named = await synthesis({ ...rotation, hooks: ['events', 'password', 'import'] });
    expect(templateOf(named)).toEqual(templateOf(whole));
  });
});

describe.each(CHOICES.map((hooks) => ({ hooks })))('a deployment with $hooks', ({ hooks }) => {
  const chosen = HOOKS.filter(({ kind }) => hooks.includes(kind));
  const left = HOOKS.filter(({ kind }) => !hooks.includes(kind));
  const checksPasswords = hooks.includes('password');
  let stack: Synthesis;
  beforeAll(async () => {
    stack = await synthesis({ ...rotation, hooks });
  });

  it('has functions, routes, throttles, secrets, schedules and outputs of these, and of no other', () => {
    const ofStage = stack.resource('AWS::ApiGatewayV2::Stage').Properties.RouteSettings;
    const routes = stack.resources('AWS::ApiGatewayV2::Route').map(({ Properties }) => Properties.RouteKey);
    expect(routes.sort()).toEqual(Object.keys(ofStage).sort());
    expect([...new Set(routes.map((route: string) => route.split(' ')[1]))].sort()).toEqual(
      chosen.map(({ path }) => path).sort(),
    );
    for (const type of ['Secret', 'RotationSchedule'])
      stack.template.resourceCountIs(`AWS::SecretsManager::${type}`, chosen.length);
    // those of the hooks, the rotation and, where there are hashes, the clean-up
    stack.template.resourceCountIs('AWS::Lambda::Function', chosen.length + (checksPasswords ? 2 : 1));
    const { loginTableName, credentialTableName, ...ofAll } = OUTPUTS;
    const tables = [
      ...(hooks.includes('import') ? [loginTableName] : []),
      ...(checksPasswords ? [credentialTableName] : []),
    ];
    const ofHooks = chosen.flatMap(({ id }) => Object.values(hookOutputs(id)));
    expect(Object.keys(stack.template.findOutputs('*')).sort()).toEqual(
      [...ofHooks, ...tables, ...Object.values(ofAll)].sort(),
    );
    stack.template.resourceCountIs('AWS::DynamoDB::GlobalTable', tables.length);
  });

  it('has the alarms and graphs of these, and none that waits for a hook that is not there', () => {
    const names = stack
      .resources('AWS::CloudWatch::Alarm')
      .map(({ Properties }) => String(Properties.AlarmName).replace(/^OktaHooks /, ''));
    const ofHooks = chosen.flatMap(({ kind }) =>
      HOOK_ALARMS.filter(({ only = [kind] }) => only.includes(kind)).map(
        ({ heading }) => `${kind}: ${heading}`,
      ),
    );
    const ofCleanUp = checksPasswords ? CLEAN_UP_ALARMS : [];
    expect(names.sort()).toEqual(
      [
        ...ofHooks,
        ...API_ALARMS.map(({ heading }) => `api: ${heading}`),
        ...ofCleanUp.map(({ heading }) => `clean-up: ${heading}`),
        'rotation: Rotation failed',
      ].sort(),
    );
    const page = JSON.stringify(stack.resource('AWS::CloudWatch::Dashboard').Properties.DashboardBody);
    for (const { kind } of HOOKS) expect(page.includes(`${kind}: calls`)).toBe(hooks.includes(kind));
    expect(page.includes('clean-up: legacy hashes deleted')).toBe(checksPasswords);
  });

  it('names none of what belongs to the others alone, whoever reads the template', () => {
    const text = JSON.stringify(resourcesOf(stack));
    for (const { id } of left) expect(text).not.toMatch(new RegExp(`${id}(Function|Secret|Role|Log|Alias)`));
    if (!checksPasswords) expect(text).not.toMatch(/Credentials|CleanUp/);
    if (!hooks.includes('import')) expect(text).not.toMatch(/LoginsTable/);
  });

  it('leaves what stays as it was when a running stack had all of them', () => {
    const shared = /^(Api|AlarmsTopic|Overview|Rotation)/;
    const before = resourcesOf(whole);
    const own = Object.entries(resourcesOf(stack)).filter(([id]) => !shared.test(id));
    expect(own.length).toBeGreaterThan(15);
    for (const [id, resource] of own) expect([id, resource]).toEqual([id, before[id]]);
  });

  it('keeps secrets, tables and logs of what is taken out of a running stack, none under a fixed name', () => {
    const stays = new Set(Object.keys(resourcesOf(stack)));
    const removed = Object.entries(resourcesOf(whole)).filter(([id]) => !stays.has(id));
    const stored = removed.filter(([, { Type }]) => /::(Secret|GlobalTable|LogGroup)$/.test(Type));
    expect(stored.length).toBeGreaterThanOrEqual(2 * left.length);
    for (const [id, { DeletionPolicy, Properties }] of stored) {
      expect([id, DeletionPolicy]).toEqual([id, expect.stringMatching(/^Retain/)]);
      expect(Object.keys(Properties).filter((name) => /^(TableName|Name|LogGroupName)$/.test(name))).toEqual(
        [],
      );
    }
  });

  it('rotates the secrets of these alone, with a function that starts', () => {
    const { Variables } = stack.resource('AWS::Lambda::Function', 'Rotation').Properties.Environment;
    const texts = Object.entries(Variables).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]);
    const { hooks: known } = readRotationEnvironment(Object.fromEntries(texts));
    const deployed = [...known].filter(([arn]) => arn.startsWith('{'));
    expect(deployed.map(([, { name }]) => name)).toEqual(hooks.map((kind) => `OktaHooks ${kind}`));
    const { Statement } = stack.resource('AWS::IAM::Policy', 'Rotation').Properties.PolicyDocument;
    const [change] = Statement.filter(({ Action }: { Action: unknown }) =>
      JSON.stringify(Action).includes('PutSecretValue'),
    );
    expect([change.Resource].flat()).toHaveLength(chosen.length);
  });
});

describe('secrets of password sources', () => {
  const { rules: sources } = compileSources(
    `{version: 1, sources: [{name: a, sql: {engine: mysql, host: h.example.com, database: d, secret: s, query: 'SELECT ?'}}]}`,
    'sources.yaml',
  );

  it('are needed by a deployment that checks passwords, and by no other', async () => {
    await expect(synthesis({}, { sources })).rejects.toThrow('"sourceSecrets" lacks s');
    const stack = await synthesis({ hooks: ['import'], sourceSecrets: { t: 'legacy/t' } }, { sources });
    expect(JSON.stringify(stack.template.toJSON())).not.toContain('legacy/t');
  });
});
