import { type Check, note, ok, review } from '../finding.ts';

/** The `Date` header counts whole seconds, and the answer takes its time. */
const TOLERATED_MS = 5_000;
/** Okta and AWS refuse what is signed further away than this. */
const REFUSED_MS = 5 * 60_000;

/** Whether this machine and Okta agree what time it is: signatures and secrets are compared by it. */
export const clock: Check = {
  name: 'clock',
  look({ clockSkew: { value, problem } }) {
    if (problem) return [note(`Okta's clock was not seen: ${problem.what}`, problem.next)];
    const skew = Math.abs(value);
    if (skew <= TOLERATED_MS) return [ok("this machine's clock and Okta's agree")];
    const what = `this machine's clock is ${Math.round(skew / 1000)} s ${value > 0 ? 'behind' : 'ahead of'} Okta's`;
    const next = 'set the clock by NTP: signed requests are refused when it is minutes off';
    return [skew < REFUSED_MS ? note(what, next) : review(what, next)];
  },
};
