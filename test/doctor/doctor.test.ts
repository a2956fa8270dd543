import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RegisterWorld, SECRET, startRegisterWorld } from '../registration/register-world.ts';
import { examine } from './doctor-world.ts';

/** Every question of the page, as long as no result stands beside it. */
const untested = [
  ...readFileSync(path.join(import.meta.dirname, '../../docs/unknowns.md'), 'utf8').matchAll(
    /^## (\d+\. .+)$/gm,
  ),
].map(([, title]) => title);

let world: RegisterWorld;
beforeAll(async () => {
  world = await startRegisterWorld();
});
afterAll(() => world.close());

describe('doctor', () => {
  it('asks for a person, with the command to run, while nothing is registered', async () => {
    const { code, of } = await examine(world);
    expect(code).toBe(3);
    expect(of('registered').map(({ verdict }) => verdict)).toEqual(['review', 'review']);
    expect(of('registered')[0]?.next).toMatch(/^run npm run hooks -- register --outputs \S+ --type import$/);
  });

  it('ends with 0 after register, writes nothing and counts the questions that are untested, which JSON names', async () => {
    await world.register();
    const before = world.writes().length;
    const { code, out, of, reviews } = await examine(world);
    expect({ code, reviews }).toEqual({ code: 0, reviews: [] });
    expect(of('canary').map(({ verdict }) => verdict)).toEqual(['ok', 'ok']);
    expect(of('certificate').map(({ verdict }) => verdict)).toEqual(['ok', 'ok']);
    expect(of('unknowns')).toMatchObject([{ verdict: 'note', questions: untested }]);
    expect(out).not.toContain(SECRET);
    expect(world.writes()).toHaveLength(before);
  });
});
