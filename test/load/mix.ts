import { randomInt } from 'node:crypto';
import type { HookKind } from '../../events/hook-call.ts';
import { PEOPLE, passwordOf } from './people.ts';

/**
 * What an answer is worth. `unanswered` is a 503, `degraded` a decision without the ledger: both happen while something
 * fails, or the machine is out of breath. A wrong answer must never happen.
 */
export type Verdict = 'right' | 'unanswered' | 'degraded' | `wrong: ${string}`;

/** One of Okta's calls, with what an answer to it may be. */
export interface MixedCall {
  readonly kind: string;
  readonly hook: HookKind;
  readonly payload: string;
  /** Whether it carries the right secret. */
  readonly known: boolean;
  judge(status: number, body: unknown): Verdict;
}

/** What was promised to whom in this run: nobody gets two logins, and nobody another's. */
export class Promises {
  readonly #logins = new Map<number, string>();
  readonly #holders = new Map<string, number>();

  /** Notes an answer. */
  note(person: number, login: string): Verdict {
    const before = this.#logins.get(person);
    if (before !== undefined && before !== login) return 'wrong: a person was promised a second login';
    const holder = this.#holders.get(login);
    if (holder !== undefined && holder !== person) return 'wrong: two people were promised one login';
    this.#logins.set(person, login);
    this.#holders.set(login, person);
    return 'right';
  }
}

/** Calls without end, of every kind, in a random order. */
export function createMix(promises: Promises): () => MixedCall {
  const kinds: readonly (readonly [share: number, make: () => MixedCall])[] = [
    [50, () => importCall(randomInt(PEOPLE), promises)],
    [15, () => signIn(randomInt(PEOPLE), true)],
    [15, () => signIn(randomInt(PEOPLE), false)],
    [10, () => eventCall(randomInt(PEOPLE))],
    [
      4,
      () => ({
        ...importCall(randomInt(PEOPLE), promises),
        kind: 'wrong secret',
        known: false,
        judge: only(401),
      }),
    ],
    [
      3,
      () => ({
        ...importCall(randomInt(PEOPLE), promises),
        kind: 'no JSON',
        payload: '{"data":',
        judge: only(400),
      }),
    ],
    [
      3,
      () => ({
        ...signIn(0, true),
        kind: 'too large',
        payload: `"${'x'.repeat(300_000)}"`,
        judge: only(413),
      }),
    ],
  ];
  const makers = kinds.flatMap(([share, make]) => Array.from({ length: share }, () => make));
  return () => {
    const make = makers[randomInt(makers.length)];
    if (!make) throw new Error('a mix of nothing');
    return make();
  };
}

/** A call of one kind only, with a secret that is wrong. */
export const wrongSecret = (promises: Promises): MixedCall => ({
  ...importCall(0, promises),
  kind: 'wrong secret',
  known: false,
  judge: only(401),
});

/** While Secrets Manager fails, nobody can tell a wrong secret from a new one. */
const only =
  (wanted: number) =>
  (status: number): Verdict => {
    if (status === wanted) return 'right';
    return status === 503 ? 'unanswered' : `wrong: answered ${status} instead of ${wanted}`;
  };

function importCall(person: number, promises: Promises): MixedCall {
  const login = `pat.lee${person % 20}@load.example`;
  const profile = { login, email: login, firstName: 'Pat', lastName: 'Lee', middleName: null };
  const payload = {
    eventId: `load-${randomInt(2 ** 40)}`,
    eventType: 'com.okta.import.transform',
    data: {
      context: {
        conflicts: ['login'],
        application: { id: '0oaloadloadloadload1' },
        job: { id: 'ijloadloadloadload01' },
        matches: [],
        policy: [],
      },
      action: { result: 'CREATE_USER' },
      appUser: { profile: { ...profile, externalId: `load-${person}` } },
      user: { profile },
    },
  };
  return {
    kind: 'import',
    hook: 'import',
    payload: JSON.stringify(payload),
    known: true,
    judge: (status, body) => {
      if (status !== 200) return only(200)(status);
      const { commands, debugContext } = Object(body);
      const promised: unknown = commands?.[0]?.value?.login;
      if (debugContext?.ledger === 'unknown' || typeof promised !== 'string') return 'degraded';
      return promises.note(person, promised);
    },
  };
}

function signIn(person: number, right: boolean): MixedCall {
  const [username, password] = [
    `load${person}@load.example`,
    right ? passwordOf(person) : 'not the password',
  ];
  const payload = {
    eventId: `load-${randomInt(2 ** 40)}`,
    eventType: 'com.okta.user.credential.password.import',
    data: {
      context: {
        request: {
          id: 'load',
          method: 'POST',
          url: { value: '/api/v1/authn' },
          ipAddress: addressOf(person),
        },
        credential: { username, password },
      },
      action: { credential: 'UNVERIFIED' },
    },
  };
  const wanted = right ? 'VERIFIED' : 'UNVERIFIED';
  return {
    kind: right ? 'right password' : 'wrong password',
    hook: 'password',
    payload: JSON.stringify(payload),
    known: true,
    judge: (status, body) => {
      const said = Object(body).commands?.[0]?.value?.credential;
      if (status !== 200 || said === wanted) return only(200)(status);
      return `wrong: a ${right ? 'right' : 'wrong'} password was called ${String(said)}`;
    },
  };
}

/** One of a few addresses of a person's own: attempts are counted for each, and few counters are soon all there. */
const addressOf = (person: number) => `10.${randomInt(4)}.${person >> 8}.${person & 255}`;

function eventCall(person: number): MixedCall {
  const target = {
    id: `00uload${String(person).padStart(13, '0')}`,
    type: 'User',
    alternateId: `load${person}@load.example`,
  };
  const event = {
    uuid: `load-${person}`,
    published: new Date().toISOString(),
    eventType: 'user.import.password',
    outcome: { result: 'FAILURE' },
    target: [target],
  };
  return {
    kind: 'event',
    hook: 'events',
    payload: JSON.stringify({ eventType: 'com.okta.event_hook', eventId: 'load', data: { events: [event] } }),
    known: true,
    judge: (status) => (status === 204 ? 'right' : only(200)(status)),
  };
}
