import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROOT, run } from './harness.ts';

const recorded = (name: string) => path.join(ROOT, 'events/import', `${name}.json`);
const wrapped = (name: string) => path.join(ROOT, 'events/api-gateway/import', `${name}.json`);

describe('hooks decide', () => {
  it('shows the answer, the rules and every login that was looked at', async () => {
    const { code, out } = await run(['decide', recorded('login-conflict-no-middle-name')]);
    expect(code).toBe(0);
    expect(out).toContain('Okta profile: login = "peter.novak2@example.com"');
    expect(out).toMatch(/unique-login +│ fired/);
    expect(out).toMatch(/candidate 1 .*not applicable: no appUser.middleName/);
    expect(out).toMatch(/peter\.novak2@example\.com +│ chosen/);
  });

  it('says so when there is nothing to change', async () => {
    const { out } = await run(['decide', recorded('no-conflict')]);
    expect(out).toContain('nothing to change');
  });

  it('gives answer and trace as JSON', async () => {
    const { code, out } = await run(['decide', recorded('login-conflict'), '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      answer: {
        commands: [
          { type: 'com.okta.user.profile.update', value: { login: 'maria.elena.lopez@example.com' } },
        ],
      },
      outcome: 'changed',
      login: 'resolved',
      trace: { rules: [{ rule: 'unique-login', outcome: 'fired' }], directory: 'none' },
    });
  });

  it('answers a payload and the API Gateway event around it alike, for every recorded call', async () => {
    const names = (await readdir(path.join(ROOT, 'events/import'))).map((name) => path.parse(name).name);
    for (const name of names) {
      const bare = await run(['decide', recorded(name), '--json']);
      expect({ name, code: bare.code }).toEqual({ name, code: 0 });
      expect(await run(['decide', wrapped(name), '--json'])).toEqual(bare);
    }
  });

  it('decides by the rules of another file', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'decide-'));
    try {
      const rules = 'version: 1\nrules:\n  - name: refuse\n    fail: \'"not today"\'\n';
      await writeFile(path.join(folder, 'rules.yaml'), rules);
      const argv = ['decide', recorded('no-conflict'), '--rules', 'rules.yaml'];
      expect((await run(argv, { cwd: folder })).out).toContain('an error, which Okta logs: not today');
      await writeFile(path.join(folder, 'rules.yaml'), rules.replace('fail', 'fial'));
      const { code, out, err } = await run(argv, { cwd: folder });
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(err).toMatch(/rules\.yaml:4:5 rule "refuse": .*did you mean "fail"/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('refuses what the service would refuse, with its status and path and no value', async () => {
    const payload = JSON.parse(await readFile(recorded('no-conflict'), 'utf8'));
    payload.data.appUser.profile = 'sally.admin@example.com';
    const { code, out, err } = await run(['decide', '-'], { stdin: JSON.stringify(payload) });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('refuses this call with 400: $.data.appUser.profile');
    expect(err).not.toContain('sally');
  });

  it('paints for a terminal and leaves text plain elsewhere', async () => {
    const argv = ['decide', recorded('login-conflict')];
    const painted = await run(argv, { color: true });
    expect(painted.out).toContain('\u001b[32mfired');
    expect((await run(argv)).out).not.toContain('\u001b');
  });
});
