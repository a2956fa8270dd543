import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  claimFrom,
  claimItem,
  type Item,
  loginKey,
  numberKey,
  ownerKey,
  promiseFrom,
  promiseItem,
} from '../../../lambda/logins/dynamo/records.ts';
import { fc } from '../../fuzz.ts';

const time = fc.nat();
const promises = fc.record(
  { login: fc.string(), choices: fc.string(), jobId: fc.string(), claimedAt: time, previous: fc.string() },
  { requiredKeys: ['login', 'choices', 'jobId', 'claimedAt'] },
);
const claims = fc.record({
  owner: fc.record({ appId: fc.string(), person: fc.string() }),
  jobId: fc.string(),
  claimedAt: time,
});

const without = (item: Item, name: string): Item =>
  Object.fromEntries(Object.entries(item).filter(([key]) => key !== name));

describe('keys of the login table stay what they are, so that a table is read by every later version', () => {
  it('name what they are of', () => {
    expect(loginKey('ann@example.com')).toEqual({ pk: { S: 'login#ann@example.com' } });
    expect(ownerKey({ appId: '0oa', person: 'ann' })).toEqual({ pk: { S: 'owner#0oa#ann' } });
    expect(numberKey('ann0@example.com')).toEqual({ pk: { S: 'number#ann0@example.com' } });
  });

  it('hold names of 1,024 bytes as they are, and the SHA-256 of longer ones', () => {
    const digest = (name: string) => createHash('sha256').update(name).digest('base64url');
    for (const letter of ['x', 'ä']) {
      const longest = letter.repeat(1024 / Buffer.byteLength(letter));
      expect(loginKey(longest)).toEqual({ pk: { S: `login#${longest}` } });
      const longer = `${longest}x`;
      expect(loginKey(longer)).toEqual({ pk: { S: `login#sha256:${digest(longer)}` } });
    }
  });
});

describe('records', () => {
  it('come back as they were written, and hold nothing else', () => {
    fc.assert(fc.property(promises, (promise) => expect(promiseFrom(promiseItem(promise))).toEqual(promise)));
    fc.assert(fc.property(claims, (claim) => expect(claimFrom(claimItem(claim))).toEqual(claim)));
    const promise = { login: 'a', choices: 'c', jobId: 'j', claimedAt: 1 };
    expect(Object.keys(promiseFrom(promiseItem(promise)) ?? {})).toEqual(Object.keys(promise));
  });

  const promise = promiseItem({ login: 'ann@example.com', choices: 'c', jobId: 'j', claimedAt: 1 });
  const claim = claimItem({ owner: { appId: '0oa', person: 'ann' }, jobId: 'j', claimedAt: 1 });

  it.each<[string, (item: Item) => unknown, Item, string]>([
    ['promise', promiseFrom, promise, 'login'],
    ['promise', promiseFrom, promise, 'choices'],
    ['claim', claimFrom, claim, 'appId'],
    ['claim', claimFrom, claim, 'person'],
  ])('of somebody else are no %s', (_, read, item, name) => {
    expect(read(without(item, name))).toBeUndefined();
    expect(read({ ...item, [name]: { N: '1' } })).toBeUndefined();
  });

  it('are none where nothing is', () => {
    expect(promiseFrom(undefined)).toBeUndefined();
    expect(claimFrom(undefined)).toBeUndefined();
    expect(promiseFrom({})).toBeUndefined();
    expect(claimFrom({})).toBeUndefined();
  });

  it('that do not say when they were made are of no job and as old as can be', () => {
    const bare = (item: Item) => without(without(item, 'jobId'), 'claimedAt');
    expect(promiseFrom(bare(promise))).toMatchObject({ jobId: '', claimedAt: 0 });
    expect(claimFrom(bare(claim))).toMatchObject({ jobId: '', claimedAt: 0 });
  });
});
