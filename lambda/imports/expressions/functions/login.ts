import { doesNotApply } from './faults.ts';
import { squash, toLatin } from './latin.ts';

/** RFC 5321 §4.5.3.1.1, in octets. */
const LONGEST_LOCAL_PART = 64;
/** Okta, "Users": a login has at most 100 characters. */
const LONGEST_LOGIN = 100;
/** In this order: `anna-lena.smith` has the parts `anna-lena` and `smith`. */
const SEPARATORS = ['.', '_', '-'];

/** `localPart(login)`: what stands before the last `@`; a login without one is all local part. */
export function localPart(login: string): string {
  const at = login.lastIndexOf('@');
  return at < 0 ? login : login.slice(0, at);
}

/** `domain(login)`: what stands after the last `@`. Without one: does not apply. */
export function domain(login: string): string {
  const at = login.lastIndexOf('@');
  if (at < 0 || at === login.length - 1) throw doesNotApply();
  return login.slice(at + 1);
}

/**
 * `infix(login, text)`: `sally.admin@example.com` with `Jo` → `sally.jo.admin@example.com`. The text is spelled
 * in Latin letters, lower-cased and squashed, then put before the last part of the local part. Parts are
 * separated by `.`; where there is none by `_`, else by `-`.
 *
 * Does not apply when the local part has one part, nothing of the text is left, or the result is longer than a
 * local part (64 octets) or a login (100 characters) may be.
 */
export function infix(login: string, text: string): string {
  const local = localPart(login);
  const separator = SEPARATORS.find((candidate) => local.includes(candidate));
  if (separator === undefined) throw doesNotApply();
  const cut = local.lastIndexOf(separator);
  if (cut === 0 || cut === local.length - 1) throw doesNotApply();
  const inserted = `${local.slice(0, cut + 1)}${squash(toLatin(text).toLowerCase())}${local.slice(cut)}`;
  const result = inserted + login.slice(local.length);
  if (Buffer.byteLength(inserted) > LONGEST_LOCAL_PART || isTooLong(result)) throw doesNotApply();
  return result;
}

/** A character is one unit of UTF-16 or two: only logins of many units need counting. */
const isTooLong = (login: string) => login.length > LONGEST_LOGIN && [...login].length > LONGEST_LOGIN;
