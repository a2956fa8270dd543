import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CommandError, defineCommand, EXIT } from '../../cli/command.ts';
import { LOCAL_LOGIN_TABLE } from '../../local/dynamodb.ts';
import { HOSTILE, hostileText, SHOWN, STEERING_SIGN, unpainted } from '../arbitraries/terminal.ts';
import { fc } from '../fuzz.ts';
import { type CreateWorld, planned, startCreateWorld } from '../migration/create-world.ts';
import { ROOT, run } from './harness.ts';

let world: CreateWorld;
let clock: { readonly now: () => number; readonly sleep: () => Promise<void> };
beforeAll(async () => {
  const now = Date.now();
  clock = { now: () => now, sleep: async () => {} };
  world = await startCreateWorld({ groups: [HOSTILE], clock: clock.now });
  const outputs = JSON.parse(await world.read('outputs.json'));
  await write('outputs.json', JSON.stringify({ ...outputs, LoginTableName: LOCAL_LOGIN_TABLE }));
});
afterAll(() => world.close());

const write = (name: string, text: string) => writeFile(path.join(world.folder, name), text);

/** Runs a command for a screen of this width, with colours. */
const show = (argv: readonly string[]) =>
  run(argv, { cwd: world.folder, clock, color: true, columns: 160, watched: true });

/** Runs a command for people, whom nothing steers, and for machines, who get the same value back. */
async function bothWays(argv: readonly string[]) {
  const { out, err } = await show(argv);
  const screen = unpainted(out + err).replaceAll('\u001b[G\u001b[2K', '');
  expect(screen).not.toMatch(STEERING_SIGN);
  const machine = await run([...argv, '--json'], { cwd: world.folder, clock });
  expect(machine.out + machine.err).not.toMatch(STEERING_SIGN);
  return { screen, json: machine.out === '' ? undefined : JSON.parse(machine.out) };
}

const csv = (rows: readonly (readonly string[])[]) =>
  rows.map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\n');

describe('text of others on the screen of a command steers no terminal', () => {
  it('whatever a command says and however it fails', async () => {
    const text = fc.tuple(hostileText, hostileText, hostileText, hostileText);
    await fc.assert(
      fc.asyncProperty(text, fc.boolean(), async ([out, what, where, next], color) => {
        const command = defineCommand({
          operands: [],
          options: {},
          examples: [],
          run: async (_, io) => {
            io.stdout.write(out);
            io.stderr.write(out);
            throw new CommandError(what, { where, next });
          },
        });
        const table = [{ name: 'say', summary: 'says it', load: async () => ({ command }) }];
        const said = await run(['say'], { table, color });
        expect(said.code).toBe(EXIT.failed);
        expect(said.out + said.err).not.toMatch(STEERING_SIGN);
        const machine = await run(['say', '--json'], { table, color });
        expect(machine.err).not.toMatch(STEERING_SIGN);
      }),
    );
  });

  it('because no command writes past what it is given', async () => {
    const files = (await readdir(path.join(ROOT, 'cli'), { recursive: true })).filter((file) =>
      file.endsWith('.ts'),
    );
    const texts = await Promise.all(
      files.map(async (file) => [file, await readFile(path.join(ROOT, 'cli', file), 'utf8')] as const),
    );
    const past = texts
      .filter(([, text]) => /process\.std(out|err)\b|\bconsole\.(log|info|warn|error|debug)\b/.test(text))
      .map(([file]) => file);
    expect(past).toEqual(['main.ts']);
  });

  it('rules check', async () => {
    const rule = `  - name: r\n    when: ${JSON.stringify(`user.login == ${JSON.stringify(HOSTILE)}`)}\n    stop: true\n`;
    await write('rules.yaml', `version: 1\nrules:\n${rule}`);
    const { screen, json } = await bothWays(['rules', 'check', 'rules.yaml']);
    expect(screen).toContain('EVIL');
    expect(JSON.stringify(json.rules)).toContain('EVIL');
    await write('broken.yaml', `version: 1\nrules:\n  - name: r\n    ${JSON.stringify(HOSTILE)}: 1\n`);
    expect((await bothWays(['rules', 'check', 'broken.yaml'])).screen).toContain('EVIL');
  });

  it('decide', async () => {
    const call = JSON.parse(await readFile(path.join(ROOT, 'events/import/no-conflict.json'), 'utf8'));
    call.data.user.profile.nickName = HOSTILE;
    await write('call.json', JSON.stringify(call));
    const rule = (then: string) => `version: 1\nrules:\n  - name: r\n    ${then}\n`;
    await write('set.yaml', rule("set: { user.displayName: 'user.nickName' }"));
    const { screen, json } = await bothWays(['decide', 'call.json', '--rules', 'set.yaml']);
    expect(screen).toContain('EVIL');
    expect(json.answer.commands[0].value.displayName).toBe(HOSTILE);
    await write('fail.yaml', rule("fail: 'user.nickName'"));
    expect((await bothWays(['decide', 'call.json', '--rules', 'fail.yaml'])).screen).toContain(SHOWN);
  });

  it('rehearse', async () => {
    const login = `${HOSTILE}@example.com`;
    const person = (id: string) => [id, login, HOSTILE, HOSTILE];
    await write(
      'people.csv',
      csv([['uniqueId', 'email', 'firstName', 'lastName'], person('1'), person('2')]),
    );
    await write(
      'users.csv',
      csv([
        ['id', 'login'],
        ['00u1', 'a@example.com'],
      ]),
    );
    await write('any.yaml', 'version: 1\nloginPattern: any\nrules: []\n');
    const earlier = { row: 2, externalId: '1', outcome: HOSTILE, loginAfter: HOSTILE };
    await write('earlier.ndjson', `${JSON.stringify(earlier)}\n`);
    const argv = [
      'rehearse',
      'people.csv',
      '--directory',
      'users.csv',
      '--rules',
      'any.yaml',
      '--out',
      'now.ndjson',
    ];
    const { screen, json } = await bothWays([...argv, '--compare', 'earlier.ndjson']);
    expect(screen).toContain(SHOWN);
    expect(json.differences.first[0].before).toEqual({ outcome: HOSTILE, loginAfter: HOSTILE });
    const [first = ''] = (await world.read('now.ndjson')).split('\n');
    expect(JSON.parse(first).loginBefore).toBe(login);
  });

  it('migrate plan and credentials load, which show nothing of a row', async () => {
    const head = ['login', 'email', 'firstName', 'lastName', 'wave', 'hash', 'format'];
    const person = (name: string, ...cells: readonly string[]) => [
      `${name}@example.com`,
      name,
      'A',
      'B',
      ...cells,
    ];
    const rows = [person('a', HOSTILE, HOSTILE, HOSTILE), person(HOSTILE, '1', HOSTILE, HOSTILE)];
    await write('legacy.csv', csv([head, ...rows]));
    expect((await bothWays(['migrate', 'plan', 'legacy.csv'])).screen).not.toContain('EVIL');
    const loaded = await bothWays(['credentials', 'load', 'legacy.csv', '--dry-run']);
    expect(loaded.screen).not.toContain('EVIL');
    const untitled = csv([[...head, HOSTILE], ...rows.map((row) => [...row, HOSTILE])]);
    await write('untitled.csv', untitled);
    expect((await bothWays(['migrate', 'plan', 'untitled.csv'])).screen).toContain('title of column 8');
  });

  it('migrate create, status and finish', async () => {
    world.register();
    const person = (row: number) => planned(row, { wave: HOSTILE, groups: [HOSTILE] });
    await world.plan([person(2), person(3), planned(4, { groups: [`${HOSTILE}2\nforged`] })]);
    const plan = ['users.plan.ndjson', '--outputs', 'outputs.json'];
    const unknown = await bothWays(['migrate', 'create', ...plan, '--yes']);
    expect(unknown.screen).toContain(`group "${SHOWN}2 forged"`);
    const wave = await bothWays(['migrate', 'create', ...plan, '--wave', 'none']);
    expect(wave.screen).toContain(SHOWN);
    await bothWays(['migrate', 'create', ...plan, '--yes', '--create-groups']);
    const { screen, json } = await bothWays(['migrate', 'status', ...plan, '--fresh']);
    expect(screen).toContain(SHOWN);
    expect(json.groups.map(({ name }: { readonly name: string }) => name)).toContain(HOSTILE);
    expect((await bothWays(['migrate', 'finish', ...plan])).screen).toContain(SHOWN);
  });

  it('ledger seed and show', async () => {
    await write(
      'seed.csv',
      csv([
        ['id', 'login'],
        [HOSTILE, 'ann@example.com'],
      ]),
    );
    const outputs = ['--outputs', 'outputs.json'];
    await bothWays(['ledger', 'seed', '--directory', 'seed.csv', ...outputs]);
    const { screen, json } = await bothWays(['ledger', 'show', 'ann@example.com', ...outputs]);
    expect(screen).toContain(SHOWN);
    expect(json.claim.owner.person).toBe(HOSTILE);
  });
});
