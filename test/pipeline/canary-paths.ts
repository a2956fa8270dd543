import type { ImportRequest } from '../../lambda/contract/import-request.ts';
import { Undecidable } from '../../lambda/pipeline/errors.ts';
import type { HookOptions } from '../../lambda/pipeline/hook.ts';
import { createObserve } from '../../lambda/platform/observe.ts';
import { createHookSecrets } from '../../lambda/platform/secrets.ts';
import { clientFor, contextWith, eventOf, openWorld, PAYLOAD, SECRET_NAME, unchanged } from './world.ts';

/** Every mark contains this word, in a spelling that neither an id nor a rule name can have. */
export const CANARY = 'k4n4ry';
const PASSWORD = `${CANARY}-P@ssw0rd!`;
const LOGIN = `${CANARY}.sally@example.com`;
const HEADER = `Bearer ${CANARY}-header`;

const personal = () =>
  new Error(`${LOGIN} has ${PASSWORD}\n    at ${PASSWORD}`, { cause: new Error(PASSWORD) });
const never = () => new Promise<never>(() => {});
const call = JSON.parse(PAYLOAD);
call.eventId = LOGIN;
call.data.user.profile.login = LOGIN;
call.data.appUser.profile.password = PASSWORD;
call.data.appUser.profile[PASSWORD] = LOGIN;
const payload: string = JSON.stringify(call);
const swapped = (path: 'eventType' | 'data', value: unknown) => JSON.stringify({ ...call, [path]: value });

interface Path {
  readonly name: string;
  readonly status: number;
  readonly event: unknown;
  readonly milliseconds?: number;
  readonly options?: Partial<HookOptions<ImportRequest>>;
}

const good = eventOf({ payload, secret: `${CANARY}-secret`, headers: { 'x-personal': HEADER } });
const marked = (changes: object) => ({ ...good, ...changes });
const body = (text: string) => marked({ body: text });
const bytes = (text: Buffer) => marked({ body: text.toString('base64'), isBase64Encoded: true });

const bodies: readonly Path[] = [
  { name: 'accepted', status: 200, event: good },
  { name: 'malformed JSON', status: 400, event: body(payload.slice(0, -1)) },
  { name: 'JSON of one text', status: 400, event: body(JSON.stringify(PASSWORD)) },
  { name: 'a forbidden key', status: 400, event: body(payload.replace('{', `{"__proto__":"${PASSWORD}",`)) },
  { name: 'a wrong event type', status: 400, event: body(swapped('eventType', PASSWORD)) },
  { name: 'a wrong type', status: 400, event: body(swapped('data', PASSWORD)) },
  {
    name: 'wrong keys',
    status: 400,
    event: body(swapped('data', { [PASSWORD]: LOGIN, action: { result: LOGIN } })),
  },
  {
    name: 'wrong matches',
    status: 400,
    event: body(
      swapped('data', { ...call.data, context: { ...call.data.context, matches: [{ [PASSWORD]: LOGIN }] } }),
    ),
  },
  { name: 'a body that is an object', status: 400, event: marked({ body: call }) },
  { name: 'invalid base64', status: 400, event: marked({ isBase64Encoded: true }) },
  {
    name: 'invalid UTF-8',
    status: 400,
    event: bytes(Buffer.concat([Buffer.from(payload), Buffer.of(0xff)])),
  },
  { name: 'too large', status: 413, event: body(payload + ' '.repeat(262_144)) },
  {
    name: 'a wrong content type',
    status: 415,
    event: marked({ headers: { ...good.headers, 'content-type': PASSWORD } }),
  },
];

const callers: readonly Path[] = [
  {
    name: 'a wrong secret',
    status: 401,
    event: marked({ headers: { ...good.headers, authorization: HEADER } }),
  },
  {
    name: 'claims instead of a secret',
    status: 401,
    event: {
      headers: {},
      requestContext: { authorizer: { jwt: { claims: { sub: LOGIN } } } },
      body: payload,
    },
  },
  {
    name: 'a wrong source',
    status: 403,
    event: marked({ requestContext: { http: { sourceIp: PASSWORD } } }),
    options: { allowedSources: ['192.0.2.1'] },
  },
  {
    name: 'a wrong token',
    status: 401,
    event: marked({ requestContext: { authorizer: { jwt: { claims: { iss: LOGIN, aud: PASSWORD } } } } }),
    options: {
      authentication: { kind: 'jwt', issuer: 'https://example.okta.com', audience: 'a', scope: 's' },
    },
  },
];

const fail = (decide: HookOptions<ImportRequest>['decide'], status = 500) => ({
  status,
  event: good,
  options: { decide },
});
const decisions: readonly Path[] = [
  {
    name: 'an exception',
    ...fail(() => {
      throw personal();
    }),
  },
  { name: 'a rejection', ...fail(() => Promise.reject(personal())) },
  { name: 'a rejected text', ...fail(() => Promise.reject(PASSWORD)) },
  {
    name: 'an error full of properties',
    ...fail(() =>
      Promise.reject(
        Object.assign(personal(), { name: LOGIN, code: PASSWORD, body: call, $response: { body: PASSWORD } }),
      ),
    ),
  },
  { name: 'an aggregate', ...fail(() => Promise.reject(new AggregateError([personal()], PASSWORD))) },
  {
    name: 'a body JSON cannot write',
    ...fail(async () => ({
      ...unchanged,
      body: {
        toJSON() {
          throw personal();
        },
      },
    })),
  },
  { name: 'undecidable', ...fail(() => Promise.reject(new Undecidable(PASSWORD)), 503) },
  {
    name: 'personal facts',
    ...fail(
      async () => ({ ...unchanged, facts: { outcome: PASSWORD, jobId: LOGIN, rules: [PASSWORD, LOGIN] } }),
      200,
    ),
  },
  {
    name: 'failing to name the request',
    status: 500,
    event: good,
    options: {
      identify: () => {
        throw personal();
      },
    },
  },
  { name: 'out of time', status: 200, event: good, milliseconds: 260, options: { decide: never } },
  {
    name: 'out of time, then an exception',
    status: 200,
    event: good,
    milliseconds: 260,
    options: {
      decide: (_, { signal }) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(personal()))),
    },
  },
  {
    name: 'out of time, and no ending',
    status: 500,
    event: good,
    milliseconds: 260,
    options: {
      decide: never,
      outOfTime: () => {
        throw personal();
      },
    },
  },
  { name: 'no time at all', status: 503, event: good, milliseconds: 0 },
];

/**
 * Drives every path of the chain with marked passwords, logins, headers and secrets through the real log and
 * metrics of this process. Returns the answers, each with the path and the status it should have.
 */
export async function driveEveryPath() {
  const world = await openWorld({ secret: `${CANARY}-secret`, observe: createObserve() });
  const unreachable = clientFor({ port: 9 });
  const secrets = createHookSecrets({ client: unreachable, secretId: SECRET_NAME });
  const unreadable: Path = {
    name: 'an unreadable secret',
    status: 503,
    event: good,
    options: { authentication: { kind: 'header', header: 'authorization', secrets } },
  };
  const answers = [];
  for (const { name, status, event, milliseconds, options = {} } of [
    ...bodies,
    ...callers,
    ...decisions,
    unreadable,
  ]) {
    const answer = await world.with(options)(event, contextWith(milliseconds));
    answers.push({ name, status, answer });
  }
  unreachable.destroy();
  await world.close();
  return answers;
}
