/** One reason why Okta would not take a profile, as far as a program needs to know. */
export interface Objection {
  readonly attribute: string;
  readonly because: 'missing' | 'invalid' | 'taken';
  /** Okta's words for it; no values. */
  readonly errorSummary: string;
}

/** What a code says when nothing more is known. Source: Okta, "Error codes". */
const SUMMARIES = {
  E0000001: 'Api validation failed',
  E0000007: 'Not found: Resource not found (User)',
  E0000016: 'Activation failed because the user is already active',
  E0000038: "This operation is not allowed in the user's current status.",
} as const;

/** A change of the org that Okta would answer with an error. Carries no value of any profile. */
export class OrgRefusal extends Error {
  override readonly name = 'OrgRefusal';
  readonly code = 'ERR_ORG_REFUSAL';
  /** Okta's error code: `E0000001` for a profile, with its causes. */
  readonly errorCode: keyof typeof SUMMARIES;
  readonly causes: readonly Objection[];

  constructor(errorCode: keyof typeof SUMMARIES, causes: readonly Objection[] = []) {
    const attributes = [...new Set(causes.map(({ attribute }) => attribute))].join(', ');
    super(attributes ? `${SUMMARIES[errorCode]}: ${attributes}` : SUMMARIES[errorCode]);
    this.errorCode = errorCode;
    this.causes = causes;
  }
}
