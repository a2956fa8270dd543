import { describe, expect, it } from '@jest/globals';
import {
  fromExpressionValue,
  normaliseProfile,
  normaliseValue,
  TooLarge,
} from '../../../lambda/imports/expressions/profile.ts';
import { anyProfile } from '../../arbitraries/rules.ts';
import { fc } from '../../fuzz.ts';

describe('a profile as expressions see it', () => {
  it('has no nulls, objects or whole numbers as doubles, whatever was in it', () => {
    const check = (value: unknown): void => {
      if (value instanceof TooLarge) return;
      if (value instanceof Map) for (const item of value.values()) check(item);
      else if (Array.isArray(value)) value.forEach(check);
      else if (typeof value === 'number') expect(Number.isSafeInteger(value)).toBe(false);
      else expect(['string', 'boolean', 'bigint']).toContain(typeof value);
    };
    fc.assert(fc.property(anyProfile, (profile) => check(normaliseProfile(profile))));
  });

  it('keeps every attribute that has a value, those named after Object.prototype too', () => {
    fc.assert(
      fc.property(anyProfile, (profile) => {
        const kept = Object.keys(profile).filter((name) => normaliseValue(profile[name]) !== undefined);
        const given = Object.keys(profile).filter((name) => profile[name] !== null);
        expect([...normaliseProfile(profile).keys()]).toEqual(kept);
        expect(kept).toEqual(given);
      }),
    );
  });

  it('is the same when it is made of what it already is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const once = normaliseValue(value);
        expect(normaliseValue(once)).toEqual(once);
      }),
    );
  });

  it('turns back into the JSON it came from, apart from nulls', () => {
    const withoutNull = fc.jsonValue().filter((value) => !JSON.stringify(value).includes('null'));
    fc.assert(
      fc.property(withoutNull, (value) => {
        const back = fromExpressionValue(normaliseValue(value));
        expect(JSON.stringify(back)).toBe(JSON.stringify(value));
      }),
    );
  });

  it('ends twelve levels down', () => {
    const nested = (levels: number): unknown => (levels === 0 ? 'leaf' : [nested(levels - 1)]);
    expect(JSON.stringify(normaliseValue(nested(12)))).toContain('leaf');
    expect(JSON.stringify(normaliseValue(nested(13)))).not.toContain('leaf');
  });

  it('is a copy: a change of one leaves the other as it was', () => {
    const profile = { groups: ['a'] };
    const normalised = normaliseProfile(profile);
    profile.groups.push('b');
    expect(normalised.get('groups')).toEqual(['a']);
  });
});

describe('the JSON of an expression value', () => {
  it('never loses a digit of an integer', () => {
    expect(fromExpressionValue(9007199254740991n)).toBe(9007199254740991);
    expect(fromExpressionValue([9007199254740993n])).toEqual(['9007199254740993']);
  });

  it('gives a map named __proto__ no way to a prototype', () => {
    const object = fromExpressionValue(new Map([['__proto__', new Map([['polluted', true]])]]));
    expect(Object.keys(object as object)).toEqual(['__proto__']);
    expect((object as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

describe('what is too long to go through', () => {
  it.each([
    ['a list', Array.from({ length: 1_001 }, () => 'x')],
    ['a text', 'x'.repeat(10_001)],
  ])('%s is there and cannot be read, and one item less can', (_, value) => {
    expect(normaliseProfile({ value }).get('value')).toBeInstanceOf(TooLarge);
    expect(normaliseProfile({ value: value.slice(1) }).get('value')).toEqual(value.slice(1));
  });

  it('cannot be read either where only a part of it is', () => {
    const value = ['a', { b: ['x'.repeat(10_001)] }];
    expect(normaliseProfile({ value }).get('value')).toBeInstanceOf(TooLarge);
  });
});
