import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROOT, run } from './harness.ts';

const EVENT = path.join(ROOT, 'events/import/diacritics.json');

/** The blocks of the README with this language after their fence, text as it stands. */
async function blocks(language: string): Promise<string[]> {
  const readme = await readFile(path.join(ROOT, 'README.md'), 'utf8');
  return [...readme.matchAll(/^```(\w*)\n(.*?)^```$/gms)]
    .filter(([, found]) => found === language)
    .map(([, , text = '']) => text);
}

describe("the README's first rule", () => {
  it('turns out as the README shows it, from the shipped rules to the slip', async () => {
    const [, before = '', after = '', slip = ''] = await blocks('');
    const [rule = ''] = await blocks('yaml');
    expect((await run(['decide', EVENT])).out).toContain(before);

    const cwd = await mkdtemp(path.join(os.tmpdir(), 'readme-'));
    try {
      const file = path.join(cwd, 'import.yaml');
      const shipped = await readFile(path.join(ROOT, 'rules/import.yaml'), 'utf8');
      const changed = shipped.replace(rule.replace(/^ {2}/gm, '  # '), rule);
      expect(changed).not.toBe(shipped);
      await writeFile(file, changed);
      const { out } = await run(['decide', EVENT, '--rules', file]);
      expect(out).toContain(after.replace(/…\n$/, ''));

      await writeFile(
        file,
        changed.replace(
          '\'action == "CREATE_USER" && user.login !=',
          '\'action == "CREATE_USER" && usr.login !=',
        ),
      );
      const { code, err } = await run(['rules', 'check', 'import.yaml'], { cwd });
      expect(code).toBe(1);
      expect(`rules/${err}`).toContain(slip);
    } finally {
      await rm(cwd, { recursive: true });
    }
  });
});

describe("the README's rehearsal", () => {
  it('turns out as the README shows it', async () => {
    const [shown = ''] = (await blocks('')).filter((block) => block.startsWith('Rehearsal'));
    const argv = ['examples/people.csv', '--directory', 'examples/directory.csv'];
    const { code, out } = await run(['rehearse', ...argv]);
    expect(code).toBe(3);
    expect(out.startsWith(shown.replace(/…\n$/, ''))).toBe(true);
  });
});
