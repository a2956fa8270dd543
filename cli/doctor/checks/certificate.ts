import { type Check, note, ok, review, skipped } from '../finding.ts';

const DAY_MS = 24 * 60 * 60_000;
/** ACM renews 60 days before the end, so that less than this means that a renewal failed. */
const SOON_DAYS = 30;
/** What is renewed by hand, or more often than ACM does it, is left alone until then. */
const LAST_DAYS = 10;

const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);

/** Whether the certificate of each hook's address is valid, and stays so. */
export const certificate: Check = {
  name: 'certificate',
  look({ wanted, certificates, now }) {
    return wanted.map(({ kind, uri }) => {
      const reading = certificates[kind];
      if (!reading) return skipped(`${kind}: not looked at`);
      if (reading.problem) return review(`${kind}: ${reading.problem.what}`, reading.problem.next);
      const { validFrom, validTo } = reading.value;
      const host = new URL(uri).host;
      const renew = `renew the certificate of ${host}`;
      if (validFrom > now) return review(`${kind}: not valid before ${dayOf(validFrom)}`, renew);
      if (validTo <= now) return review(`${kind}: ended on ${dayOf(validTo)}`, renew);
      const days = Math.floor((validTo - now) / DAY_MS);
      if (days < SOON_DAYS) {
        const say = days < LAST_DAYS ? review : note;
        return say(`${kind}: ends in ${days} days`, `${renew}, or see why it was not renewed`);
      }
      return ok(`${kind}: valid until ${dayOf(validTo)}`);
    });
  },
};
