/** Tells whether a login may be offered to Okta. */
export type LoginValidity = (login: string) => boolean;

const DOTS_OUT_OF_PLACE = /^\.|\.$|\.\.|\.@|@\./;
const FORBIDDEN = /[\p{Cc}\p{Cf}\p{Z}\p{Cs}/]/u;
// RFC 5321 dot-string and domain, widened to UTF-8 by RFC 6531 §3.3; dots out of place are refused above.
const LOCAL_PART = /^[A-Za-z0-9!#$%&'*+=?^_`{|}~.\u{80}-\u{10ffff}-]+$/u;
const DOMAIN_LABEL =
  /^[A-Za-z0-9\u{80}-\u{10ffff}](?:[A-Za-z0-9\u{80}-\u{10ffff}-]*[A-Za-z0-9\u{80}-\u{10ffff}])?$/u;

/** Most logins: short, ASCII, single separators. What matches passes every check below, and costs one. */
const PLAIN = /^(?=.{5,63}$)[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*@[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*$/;

/** UTF-8 needs at most this many octets for a unit of UTF-16. */
const OCTETS_OF_UNIT = 3;

/** Whether a text has at most so many octets in UTF-8; short ones need no counting. */
const fits = (text: string, most: number) =>
  text.length * OCTETS_OF_UNIT <= most || Buffer.byteLength(text, 'utf8') <= most;

function isAddress(login: string): boolean {
  const at = login.lastIndexOf('@');
  if (at < 1) return false;
  const local = login.slice(0, at);
  const domain = login.slice(at + 1);
  if (!fits(local, 64) || !fits(domain, 255) || !LOCAL_PART.test(local)) return false;
  return domain.split('.').every((label) => fits(label, 63) && DOMAIN_LABEL.test(label));
}

function matcherOf(loginPattern: string): LoginValidity {
  if (loginPattern === 'email') return isAddress;
  if (loginPattern === 'any') return () => true;
  const pattern = new RegExp(`^(?:${loginPattern})$`, 'u');
  return (login) => pattern.test(login);
}

/** 5 to 100 characters; one that takes two units counts once, so that most lengths need no counting. */
function hasLength(login: string): boolean {
  if (login.length >= 10 && login.length <= 100) return true;
  const length = [...login].length;
  return length >= 5 && length <= 100;
}

/**
 * The check every login passes before it is offered: 5 to 100 characters, no double, leading or trailing
 * dots, no `/` (Okta cannot look such a login up), no blanks or controls, and the rules file's
 * `loginPattern`: `email` is an address of RFC 6531, the default of Okta's username format.
 */
export function createLoginValidity(loginPattern: string): LoginValidity {
  const matches = matcherOf(loginPattern);
  const isValid: LoginValidity = (login) =>
    hasLength(login) && !DOTS_OUT_OF_PLACE.test(login) && !FORBIDDEN.test(login) && matches(login);
  return loginPattern === 'email' ? (login) => PLAIN.test(login) || isValid(login) : isValid;
}
