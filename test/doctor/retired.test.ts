import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RegisterWorld } from '../registration/register-world.ts';
import { passwordHook } from '../rehearsal/api/hooks.ts';
import { examine, hookOf, startRegisteredWorld } from './doctor-world.ts';

const DELETED_AT = '2026-01-18T09:30:00.000Z';

let world: RegisterWorld;
beforeEach(async () => {
  world = await startRegisteredWorld();
});
afterEach(() => world.close());

/** What doctor reads of a final sheet. */
const sheet = (changes: object = {}) =>
  world.file(
    'legacy.final.json',
    JSON.stringify({
      ended: true,
      org: world.org.okta.baseUrl,
      askedAt: '2026-01-17T09:30:00.000Z',
      hook: { state: 'deleted', id: 'cal1', at: DELETED_AT },
      ...changes,
    }),
  );

const remove = (store: { change(id: string, to: object): unknown; delete(id: string): void }, id: string) => {
  store.change(id, { status: 'INACTIVE' });
  store.delete(id);
};
const removePasswordHook = () => remove(world.org.okta.world.inlineHooks, hookOf(world, 'password').id);
const removeEventHook = () => {
  const { eventHooks } = world.org.okta.world;
  for (const { id } of eventHooks.all()) remove(eventHooks, id);
};

describe('a password hook that is not in Okta', () => {
  beforeEach(removePasswordHook);

  it('is missing as long as no sheet says that it is gone on purpose, and both ways on are named', async () => {
    const { code, reviews } = await examine(world);
    expect(code).toBe(3);
    expect(reviews).toMatchObject([
      {
        check: 'registered',
        what: 'password: Okta has no hook "OktaHooks-laptop password"',
        next: expect.stringMatching(/register --outputs \S+ --type password; unless .* doctor --finished$/),
      },
    ]);
  });

  it.each<[string, object, string]>([
    ['deleted', {}, 'migrate finish deleted it on 2026-01-18'],
    ['was gone before', { hook: { state: 'none' } }, 'it was gone when the migration ended on 2026-01-17'],
  ])(
    'asks for nobody when the final sheet says that it %s, and nothing else is asked of it',
    async (_how, changes, words) => {
      const { code, reviews, of, out } = await examine(world, {}, ['--finished', await sheet(changes)]);
      expect({ code, reviews }).toEqual({ code: 0, reviews: [] });
      expect(of('registered')).toMatchObject([
        { verdict: 'ok', what: expect.stringMatching(/^import: /) },
        { verdict: 'ok', what: `password: not in Okta, on purpose: ${words}` },
      ]);
      for (const check of ['URL', 'header', 'status', 'certificate', 'canary'])
        expect(of(check)).toMatchObject([{ what: expect.stringMatching(/^import: /) }]);
      expect(out).not.toContain('"skipped"');
    },
  );

  it('makes a missing event hook a note, which needs a person without the sheet', async () => {
    removeEventHook();
    const told = await examine(world, {}, ['--finished', await sheet()]);
    expect(told.code).toBe(0);
    expect(told.of('event hook')).toMatchObject([
      { verdict: 'note', next: expect.stringMatching(/^before the holding time is over, .* --type events$/) },
    ]);
    expect((await examine(world)).of('event hook')).toMatchObject([{ verdict: 'review' }]);
  });
});

describe('a password hook that is gone by the sheet, and in Okta all the same', () => {
  const finished = async () => examine(world, {}, ['--finished', await sheet()]);

  it('needs a person, who is told how it came back', async () => {
    const { code, reviews } = await finished();
    expect(code).toBe(3);
    expect(reviews).toMatchObject([
      {
        check: 'registered',
        what: 'password: "OktaHooks-laptop password" is in Okta, although migrate finish deleted it on 2026-01-18',
        next: expect.stringContaining('--type import'),
        ids: [hookOf(world, 'password').id],
      },
    ]);
  });

  it('is found under another name by its address, and the hook of somebody else is none of ours', async () => {
    const { inlineHooks } = world.org.okta.world;
    const { id } = hookOf(world, 'password');
    inlineHooks.change(id, { name: 'renamed' });
    expect((await finished()).reviews).toMatchObject([{ check: 'registered', ids: [id] }]);
    remove(inlineHooks, id);
    await world.org.ask('POST /api/v1/inlineHooks', passwordHook('https://other.example.com'));
    expect(await finished()).toMatchObject({ code: 0, reviews: [] });
  });
});

describe('a file of --finished is refused, before Okta is asked, when', () => {
  it.each<[string, object]>([
    ['the programme has not ended', { ended: false }],
    ['the hook was kept', { hook: { state: 'kept', id: 'cal1' } }],
    ['the hook of another deployment was left alone', { hook: { state: 'foreign', id: 'cal1' } }],
    ['it is about another org', { org: 'https://canary-other.okta.com' }],
    ['it names no org', { org: 'canary' }],
  ])('%s', async (_title, changes) => {
    removePasswordHook();
    const file = await sheet(changes);
    const before = world.org.exchanges.length;
    const { code, err } = await world.run(['doctor', '--finished', file]);
    expect(code).toBe(1);
    expect(err).toMatch(/^error: this (is no )?final sheet .*$[\s\S]*^ +next /m);
    expect(err).not.toContain('canary');
    expect(world.org.exchanges).toHaveLength(before);
  });

  it('it is something else', async () => {
    for (const text of ['[]', '{}', 'not JSON']) {
      const file = await world.file('other.json', text);
      expect(await world.run(['doctor', '--finished', file])).toMatchObject({ code: 1, out: '' });
    }
  });
});
