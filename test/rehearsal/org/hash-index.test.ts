import { describe, expect, it } from '@jest/globals';
import { HashIndex } from '../../../rehearsal/org/hash-index.ts';
import { fc } from '../../fuzz.ts';

describe('an index without keys', () => {
  it('finds what a map of lists would, whatever comes and goes', () => {
    const step = fc.record({ key: fc.integer({ min: 0, max: 40 }), remove: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const keys: (string | undefined)[] = [];
        const index = new HashIndex((item) => keys[item]);
        const model = new Map<string, number[]>();
        for (const { key, remove } of steps) {
          const text = `key ${key}`;
          const [newest] = model.get(text) ?? [];
          if (remove && newest !== undefined) {
            const items = model.get(text) ?? [];
            const victim = items[key % items.length] ?? newest;
            index.remove(victim);
            keys[victim] = undefined;
            model.set(
              text,
              items.filter((item) => item !== victim),
            );
          } else {
            index.add(keys.push(text) - 1);
            model.set(text, [keys.length - 1, ...(model.get(text) ?? [])]);
          }
          expect(index.all(text)).toEqual(model.get(text));
        }
        for (const [text, items] of model) expect(index.first(text)).toBe(items[0]);
      }),
    );
  });

  it('still finds everything when it has grown, and nothing else', () => {
    const key = (item: number) => `person${item % 9_000}@example.com`;
    const index = new HashIndex(key);
    for (let item = 0; item < 10_000; item++) index.add(item);
    expect(index.all('person5@example.com')).toEqual([9_005, 5]);
    expect(Array.from({ length: 9_000 }, (_, item) => index.first(key(item))).includes(undefined)).toBe(
      false,
    );
    expect(index.first('nobody@example.com')).toBeUndefined();
  });
});
