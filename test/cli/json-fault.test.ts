import { describe, expect, it } from '@jest/globals';
import { parseObject } from '../../cli/input.ts';
import { jsonFault } from '../../cli/json-fault.ts';
import { fc } from '../fuzz.ts';

const DOCUMENT = JSON.stringify(
  { hook: 'import', list: [1, -2.5e3, true, null], text: 'a "b" \u0001ü' },
  null,
  2,
);

describe('what is wrong with JSON', () => {
  it('is that it ends too early, in its last line, wherever a document is cut off', () => {
    for (let length = 1; length < DOCUMENT.length; length += 1) {
      const text = DOCUMENT.slice(0, length);
      const line = text.trimEnd().split('\n').length;
      expect([length, jsonFault(text)]).toEqual([length, { kind: 'cut off', line }]);
    }
  });

  it('is found where it stands, wherever something is put in that JSON has nowhere', () => {
    const outside = [...DOCUMENT.matchAll(/[:,[\]{}]/g)].map(({ index }) => index).filter((at) => at > 0);
    for (const at of outside) {
      const before = DOCUMENT.slice(0, at);
      const lines = before.split('\n');
      const place = { kind: 'wrong', line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
      expect([at, jsonFault(`${before}%${DOCUMENT.slice(at)}`)]).toEqual([at, place]);
    }
  });

  it.each([
    ['', { kind: 'empty' }],
    [' \n', { kind: 'empty' }],
    ['nope', { kind: 'wrong', line: 1, column: 2 }],
    ['{\n"a": NaN}', { kind: 'wrong', line: 2, column: 6 }],
    ['{\n"a": 1,\n}', { kind: 'wrong', line: 3, column: 1 }],
    ['{}\n{}', { kind: 'wrong', line: 2, column: 1 }],
    ["{'a': 1}", { kind: 'wrong', line: 1, column: 2 }],
  ])('of %j is %j', (text, fault) => {
    expect(jsonFault(text)).toEqual(fault);
  });

  it('is told with its place and what to do, and quotes nothing, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'{}[]",:\\\n 1-e.tn\u{1F511}'), maxLength: 40 }),
        (text) => {
          try {
            parseObject(text, 'a.json', 'mend it');
          } catch (error) {
            expect(error).toMatchObject({
              message: expect.stringMatching(
                /^the file is (empty|not JSON(: it ends too early)?)$|^the file holds JSON, but no object$/,
              ),
              where: expect.stringMatching(/^a\.json(, line \d+( column \d+)?)?$/),
              next: 'mend it',
            });
          }
        },
      ),
    );
  });
});
