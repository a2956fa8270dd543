import { readdirSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { replayImport } from '../../cli/replay.ts';
import { compileRulesFile } from '../../rules/compile.ts';
import { readOutput } from './output.ts';
import { prove } from './prove.ts';
import { call, from, justNow, type RecordedEvent, recorded } from './world.ts';

const MARK = 'k4n4ry';
const SITUATIONS = readdirSync(new URL('../../events/api-gateway/import', import.meta.url)).map((name) =>
  name.replace('.json', ''),
);

prove('ImportHook', "the synthesised function under Lambda's own runtime client", ({ hook, open }) => {
  it('answers every recorded call as the rules on this machine do', async () => {
    const world = await open();
    const { rules } = await compileRulesFile('rules/import.yaml');
    for (const situation of SITUATIONS.filter((name) => name !== 'same-name-b')) {
      const event = recorded(situation);
      const replay = await replayImport({ ...event }, rules);
      const answer = await call(world, event);
      expect([situation, answer.statusCode]).toEqual([situation, 200]);
      expect(replay).toMatchObject({ decision: { answer: JSON.parse(answer.body) } });
    }
  });

  it('resolves a conflict, leaves a free login alone, and tells two people of one name apart', async () => {
    const world = await open();
    const loginOf = async (situation: string) => {
      const { commands } = JSON.parse((await call(world, recorded(situation))).body);
      return commands?.[0].value.login;
    };
    expect(await loginOf('login-conflict')).toBe('maria.elena.lopez@example.com');
    expect(await loginOf('no-conflict')).toBeUndefined();
    expect(await loginOf('same-name-a')).toBeUndefined();
    expect(await loginOf('same-name-b')).toBe('john.smith2@example.com');
  });

  it('refuses a wrong secret before it decides anything, and a flood of them asks for no secret', async () => {
    const world = await open();
    const wrong = from(`${MARK}-guess`, recorded('login-conflict'));
    expect(await call(world, wrong)).toMatchObject({ statusCode: 401 });
    const asked = world.secretsManager.requests();
    for (let n = 0; n < 20; n += 1) expect((await call(world, wrong)).statusCode).toBe(401);
    expect(world.secretsManager.requests()).toBe(asked);
    const { calls } = readOutput(world.lambda.output());
    expect(calls).toHaveLength(21);
    for (const line of calls) expect(line).toMatchObject({ status: 401, outcome: 'refused' });
    expect(world.lambda.output()).not.toContain(MARK);
  });

  it('keeps its state: the second call asks Secrets Manager nothing', async () => {
    const world = await open();
    await call(world, recorded('login-conflict'));
    expect(world.secretsManager.requests()).toBe(1);
    await call(world, recorded('no-conflict'));
    expect(world.secretsManager.requests()).toBe(1);
    const { calls } = readOutput(world.lambda.output());
    expect(calls.map(({ coldStart }) => coldStart)).toEqual([true, false]);
  });

  it.each([
    {
      name: 'ends the wait for a Secrets Manager that never answers',
      situation: { silent: 'Secrets Manager', left: 5_000, age: 0 },
      call: { status: 503, outcome: 'unavailable' },
    },
    {
      name: 'decides without a DynamoDB that never answers, before the deadline,',
      situation: { silent: 'DynamoDB', left: 5_000, age: 0 },
      call: { status: 200, counted: ['ConflictLeft', 'LedgerDegraded'] },
    },
    {
      name: 'waits no longer than its own time lasts',
      situation: { silent: 'Secrets Manager', left: 1_000, age: 0 },
      call: { status: 503, counted: ['DeadlineMissed'] },
    },
    {
      name: 'waits no longer than Okta does for a call that is old already',
      situation: { silent: 'Secrets Manager', left: 5_000, age: 1_800 },
      call: { status: 503, counted: ['DeadlineMissed'] },
    },
  ] as const)('$name and answers $call.status', async ({ situation, call: noted }) => {
    const world = await open({ silent: situation.silent });
    await world.lambda.ready;
    const event = justNow(recorded('login-conflict'), situation.age);
    expect((await call(world, event, situation.left)).statusCode).toBe(noted.status);
    expect(readOutput(world.lambda.output()).calls).toMatchObject([noted]);
  });

  it.each([
    { setting: 'HOOK_SECRET_ID', value: undefined },
    { setting: 'LOGIN_TABLE', value: undefined },
    { setting: 'HOOK_AUTH_HEADER', value: `${MARK} is no header` },
    { setting: 'RULES_FILE', value: `./${MARK}.json` },
    { setting: 'RULES_FILE', value: 'index.mjs' },
  ])('does not start with a wrong $setting, and tells Lambda which, never the value', async (wrong) => {
    const { lambda } = await open({ variables: { [wrong.setting]: wrong.value } });
    const { errorType, errorMessage } = await lambda.initError;
    expect(errorType).toBe('ConfigurationError');
    expect(errorMessage.split(':')[0]).toBe(wrong.setting);
    expect(errorMessage + lambda.output()).not.toContain(MARK);
    expect(await lambda.exited).not.toBe(0);
    expect(lambda.polls()).toBe(0);
  });

  it('uses no more memory for two hundred calls than for none', async () => {
    const world = await open();
    const handle = async (calls: number) => {
      for (let n = 0; n < calls; n += 1) await call(world, recorded('login-conflict'));
      return world.lambda.memory();
    };
    // Code that runs for the first time is compiled and cached: that growth is over by then.
    const before = await handle(600);
    const after = await handle(200);
    // Keeping the events would cost 2 KiB each: half of that is the tolerance.
    expect(after.heapUsed - before.heapUsed).toBeLessThan(200 * 1024);
    // Buffers of the HTTP clients come and go, by up to 1 MiB at once.
    expect(after.external - before.external).toBeLessThan(2 * 1024 * 1024);
    // V8 takes what it can get before it tidies up: that counts only where Lambda would end the process.
    expect(after.rss).toBeLessThan((hook().memoryMegabytes / 2) * 1024 * 1024);
  }, 30_000);

  it('writes one line and one set of metrics a call, and nothing that a person or a secret is in', async () => {
    const world = await open();
    const events = SITUATIONS.map((situation) => recorded(situation));
    const answers = [];
    for (const event of events) {
      answers.push(await call(world, event), await call(world, from(`${MARK}-guess`, event)));
      answers.push(await call(world, { ...event, body: event.body.slice(0, -1) }));
    }
    await world.lambda.stop();
    const output = world.lambda.output();
    const { calls, metrics, others } = readOutput(output);
    expect(answers).toHaveLength(3 * SITUATIONS.length);
    expect(calls).toHaveLength(answers.length);
    expect(metrics).toHaveLength(answers.length);
    expect(others).toEqual([]);
    const personal = [MARK, ...events.flatMap(personalTextsOf), ...answers.flatMap(loginsOf)];
    expect(personal.filter((text) => output.includes(text))).toEqual([]);
  });
});

/** The secret, and every value of both profiles that is long enough to be told apart from a word of ours. */
function personalTextsOf({ headers, body }: RecordedEvent): string[] {
  const { data } = JSON.parse(body);
  const values = [data.appUser.profile, data.user.profile]
    .flatMap((profile) => Object.values(profile))
    .flat();
  const texts = values.filter((value) => typeof value === 'string' && value.length > 3) as string[];
  return [headers['authorization'] ?? '', ...texts];
}

function loginsOf({ body }: { readonly body: string }): string[] {
  const { commands = [] } = JSON.parse(body) as {
    commands?: { value: { login?: string } }[];
  };
  return commands.flatMap(({ value }) => value.login ?? []);
}
