import { plainText } from '../../local/screen.ts';
import { called } from './checks/called.ts';
import { canary } from './checks/canary.ts';
import { certificate } from './checks/certificate.ts';
import { clock } from './checks/clock.ts';
import { createdMeanwhile } from './checks/created-meanwhile.ts';
import { credentials } from './checks/credentials.ts';
import { duplicates } from './checks/duplicates.ts';
import { eventHook } from './checks/event-hook.ts';
import { failures } from './checks/failures.ts';
import { links } from './checks/links.ts';
import { onePasswordHook } from './checks/one-password-hook.ts';
import { proof } from './checks/proof.ts';
import { registered } from './checks/registered.ts';
import { status } from './checks/status.ts';
import { undeployed } from './checks/undeployed.ts';
import { untested } from './checks/untested.ts';
import { url } from './checks/url.ts';
import type { Evidence } from './evidence.ts';
import type { Check, Finding } from './finding.ts';

/** Every check, in the order they are shown: who may ask, what is registered, whether it works, what it did. */
export const CHECKS: readonly Check[] = [
  credentials,
  clock,
  registered,
  undeployed,
  duplicates,
  onePasswordHook,
  url,
  proof,
  status,
  certificate,
  canary,
  eventHook,
  called,
  failures,
  links,
  createdMeanwhile,
  untested,
];

/** A finding and the check that made it. */
export interface Line extends Finding {
  readonly check: string;
}

/** Asks every check. */
export const diagnose = (evidence: Evidence): readonly Line[] =>
  CHECKS.flatMap(({ name, look }) =>
    look(evidence).map((finding) => ({ check: name, ...finding, what: plainText(finding.what) })),
  );
