import { request as httpsRequest } from 'node:https';
import type { Outcome } from '../../imports/expressions/outcome.ts';
import { normaliseValue } from '../../imports/expressions/profile.ts';
import type { NamedSecrets } from '../../platform/named-secrets.ts';
import { withTimeLimit } from '../../platform/time-limit.ts';
import type { CompiledHttp } from '../compiled-sources.ts';
import { type AnswerVariables, type ExpressionParser, nameIn } from '../expressions.ts';
import { cannotDecide, MATCH, NO_MATCH } from '../outcome.ts';
import { outcomeOfFault, SourceUnclear } from './reach.ts';
import { type PasswordSource, type SourceAnswer, UNKNOWN_USER } from './source.ts';

/** Bytes that are read of an answer; a login endpoint that says more says something else. */
const LONGEST_ANSWER = 64 * 1024;

/** How long an answer other than a match may wait for the question whether our key is still the right one, in milliseconds. */
const KEY_PATIENCE_MS = 600;

/**
 * Posts name and password to a login endpoint over TLS and reads the answer by three expressions. Redirects are
 * never followed: they would carry the password elsewhere. An answer of which none of the three, or more than one,
 * is true says nothing. Nor does one to a key that is not the secret's any more: endpoints may take a wrong key for a
 * wrong password, so whatever is no match is asked once more where the secret has changed.
 */
export function createHttpSource(
  source: CompiledHttp,
  { secrets, parser }: { readonly secrets: NamedSecrets; readonly parser: ExpressionParser },
): PasswordSource {
  const rename = source.username && parser.person(source.username, 'string');
  const meanings: readonly (readonly [SourceAnswer, (answer: AnswerVariables) => Outcome])[] = [
    [MATCH, parser.answer(source.match)],
    [NO_MATCH, parser.answer(source.noMatch)],
    ...(source.unknown ? [[UNKNOWN_USER, parser.answer(source.unknown)] as const] : []),
  ];
  return async ({ username, password }, signal) => {
    const name = nameIn(rename, username);
    if (!name) return UNKNOWN_USER;
    const body = bodyOf(source, name, password);
    const askWith = async (headers: Readonly<Record<string, string>>) =>
      meaningOf(await post(source, headers, body, signal), meanings);
    try {
      if (source.secret === undefined) return await askWith({});
      const key = textIn(await secrets.read(source.secret, signal));
      const answer = await askWith({ [source.header]: key });
      if (answer.kind === 'match') return answer;
      const current = await currentKey(source.secret, secrets, signal);
      return current === key ? answer : await askWith({ [source.header]: current });
    } catch (error) {
      return outcomeOfFault(error, signal);
    }
  };
}

/** @throws SourceUnclear for a secret without a text */
function textIn(secret: string): string {
  if (secret === '') throw new SourceUnclear();
  return secret;
}

/** @throws SourceUnclear when nobody can say what the key is now */
async function currentKey(name: string, secrets: NamedSecrets, signal: AbortSignal): Promise<string> {
  const reading = withTimeLimit(KEY_PATIENCE_MS, signal, (until) => secrets.readAnew(name, until));
  return textIn(
    await reading.catch(() => {
      signal.throwIfAborted();
      throw new SourceUnclear();
    }),
  );
}

function bodyOf(source: CompiledHttp, username: string, password: string): string {
  const { fields, usernameField, passwordField, encoding } = source;
  const values = { ...fields, [usernameField]: username, [passwordField]: password };
  return encoding === 'json' ? JSON.stringify(values) : new URLSearchParams(values).toString();
}

const CONTENT_TYPES = { json: 'application/json', form: 'application/x-www-form-urlencoded' } as const;

interface HttpAnswer {
  readonly status: number;
  readonly text: string;
}

/** Rejects with `SourceUnclear` when an answer began and did not end well, with Node's error when none began. */
async function post(
  { url, ca, encoding }: CompiledHttp,
  headers: Readonly<Record<string, string>>,
  body: string,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>();
  // A kept connection may be dead after the process was frozen.
  const call = httpsRequest(url, {
    method: 'POST',
    agent: false,
    signal,
    ...(ca !== undefined && { ca }),
    headers: {
      accept: 'application/json',
      'content-type': CONTENT_TYPES[encoding],
      'content-length': Buffer.byteLength(body),
      ...headers,
    },
  });
  call.on('error', reject);
  call.on('response', (response) => {
    const chunks: Buffer[] = [];
    let size = 0;
    response.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > LONGEST_ANSWER) response.destroy(new SourceUnclear());
      else chunks.push(chunk);
    });
    response.on('end', () =>
      resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
    );
    response.on('error', () => reject(new SourceUnclear()));
  });
  call.end(body);
  return promise;
}

function meaningOf(
  { status, text }: HttpAnswer,
  meanings: readonly (readonly [SourceAnswer, (answer: AnswerVariables) => Outcome])[],
): SourceAnswer {
  const variables = { status: BigInt(status), body: objectIn(text), text };
  const outcomes = meanings.map(([meaning, evaluate]) => ({ meaning, outcome: evaluate(variables) }));
  if (outcomes.some(({ outcome }) => outcome.kind === 'error')) return cannotDecide('source unclear');
  const [only, ...others] = outcomes.filter(
    ({ outcome }) => outcome.kind === 'value' && outcome.value === true,
  );
  return only && others.length === 0 ? only.meaning : cannotDecide('source unclear');
}

/** A JSON object as expressions see it; an empty one for every other text. */
function objectIn(text: string): ReadonlyMap<string, unknown> {
  try {
    const value = normaliseValue(JSON.parse(text));
    return value instanceof Map ? value : new Map();
  } catch {
    return new Map();
  }
}
