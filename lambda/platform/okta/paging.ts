import { OktaAnswerInvalid } from './errors.ts';

const LINK = /<([^<>]*)>([^<]*)/g;
const REL = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))/i;

/**
 * Path and query of the next page, from the `Link` header of this one (RFC 8288); undefined on the last page.
 *
 * @throws OktaAnswerInvalid when the next page is said to be on another origin: nothing of ours goes there
 */
export function nextPage(link: string | null, current: URL): string | undefined {
  for (const [, target = '', parameters = ''] of (link ?? '').matchAll(LINK)) {
    const [, quoted, bare] = REL.exec(parameters) ?? [];
    if (!(quoted ?? bare ?? '').toLowerCase().split(/\s+/).includes('next')) continue;
    const next = URL.parse(target, current.href);
    if (next?.origin !== current.origin || next.username || next.password) {
      throw new OktaAnswerInvalid('foreign link');
    }
    return next.pathname + next.search;
  }
  return undefined;
}
