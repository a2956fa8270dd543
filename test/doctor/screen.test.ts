import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RegisterWorld, startRegisterWorld } from '../registration/register-world.ts';

let world: RegisterWorld;
beforeAll(async () => {
  world = await startRegisterWorld();
});
afterAll(() => world.close());

const widest = (text: string) =>
  Math.max(
    ...stripVTControlCharacters(text)
      .split('\n')
      // a URL, a path or a scope stays in one piece
      .filter((line) => !/\S{31,}$/.test(line))
      .map(({ length }) => length),
  );

describe('on the screen', () => {
  it.each([200, 100, 80, 66])('no line is wider than a terminal of %i columns', async (columns) => {
    for (const color of [false, true]) {
      const { out } = await world.run(['doctor'], { columns, color });
      expect(widest(out)).toBeLessThanOrEqual(columns);
    }
  });

  it('a narrow terminal loses no word', async () => {
    const words = (text: string) => text.split(/\s+/).filter(Boolean);
    const wide = await world.run(['doctor'], { columns: 1_000 });
    const narrow = await world.run(['doctor'], { columns: 20 });
    expect(words(narrow.out)).toEqual(words(wide.out));
  });

  it('without colours there is nothing but text, and colours change no word', async () => {
    const plain = await world.run(['doctor'], { color: false });
    const painted = await world.run(['doctor'], { color: true });
    expect(plain.out).toBe(stripVTControlCharacters(plain.out));
    expect(painted.out).not.toBe(plain.out);
    expect(stripVTControlCharacters(painted.out)).toBe(plain.out);
  });

  it('the open questions are one line, which says how many there are and where they stand', async () => {
    const { out } = await world.run(['doctor'], { columns: 80 });
    const about = out.split('\n').filter((line) => /unknowns|untested|\?/.test(line));
    expect(about).toEqual([
      expect.stringMatching(/^note +unknowns +(\d+) of \1 untested: see docs\/unknowns\.md$/),
    ]);
  });

  it('every line to review has what to do below it, and the last line is the sum', async () => {
    const { code, out } = await world.run(['doctor'], { columns: 1_000 });
    expect(code).toBe(3);
    const lines = out.trimEnd().split('\n');
    const reviews = lines.flatMap((line, index) => (line.startsWith('REVIEW') ? [index] : []));
    expect(reviews).toHaveLength(2);
    for (const index of reviews) expect(lines[index + 1]).toMatch(/^\s+→ run npm run hooks -- register/);
    expect(lines.at(-1)).toMatch(/^2 to review: \d+ ok, \d+ to note, \d+ skipped\.$/);
  });
});

describe('the exit code', () => {
  it('is 3 when something needs a person, 0 when nothing does, 1 when nothing could be read, 2 for a wrong call', async () => {
    expect((await world.run(['doctor'])).code).toBe(3);
    await world.register();
    const { code, out } = await world.run(['doctor']);
    expect(code).toBe(0);
    expect(out).toMatch(/^Nothing needs a person: /m);
    const unreachable = { env: { OKTA_BASE_URL: 'https://localhost:1' } };
    expect((await world.run(['doctor'], { ...unreachable, clock: hasty() })).code).toBe(1);
    expect((await world.run(['doctor', '--nothing'])).code).toBe(2);
  });

  it('comes with JSON that says the same, and an error that is JSON too', async () => {
    const { out, code } = await world.run(['doctor', '--json']);
    const { needsPerson, lines } = JSON.parse(out);
    expect([code, needsPerson]).toEqual([0, false]);
    expect(new Set(lines.map((line: { verdict: string }) => line.verdict))).not.toContain('review');
    const broken = await world.run(['doctor', '--json'], { env: { OKTA_API_TOKEN: 'wrong' } });
    expect([broken.code, broken.out]).toEqual([1, '']);
    expect(JSON.parse(broken.err).error).toMatchObject({ message: expect.stringContaining('401') });
  });
});

/** A clock whose pauses cost no time. */
function hasty() {
  let now = Date.now();
  return {
    now: () => now,
    sleep: async (milliseconds: number) => {
      now += milliseconds;
    },
  };
}
