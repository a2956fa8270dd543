import { hash } from 'node:crypto';
import type { Owner } from '../logins/ledger.ts';
import type { PreparedExpression } from './prepared-rules.ts';
import type { Situation } from './situation.ts';

/** Who a person is to the ledger; weak when the rules' `person` expression says nothing about them. */
export interface Identity {
  readonly owner: Owner;
  readonly weak: boolean;
}

/**
 * The ledger's owner of an imported person: application and `person:` expression. Without a value, a digest
 * of the app profile stands in, so that a repeated call is still the same person (two identical rows share it).
 */
export function identityOf(person: PreparedExpression, { appId, sent, variables }: Situation): Identity {
  const outcome = person.evaluate(variables);
  if (outcome.kind === 'value' && isIdentity(outcome.value)) {
    return { owner: { appId, person: String(outcome.value) }, weak: false };
  }
  const digest = hash('sha256', canonicalJson(sent.appUser), 'base64url');
  return { owner: { appId, person: `profile:${digest}` }, weak: true };
}

const isIdentity = (value: unknown) =>
  (typeof value === 'string' && value !== '') || typeof value === 'bigint' || typeof value === 'number';

// Okta does not promise an order of attributes.
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
