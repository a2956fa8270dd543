/** A CEL expression that passed the compiler, with the attributes it reads (`user.login`, `appUser.middleName`). */
export interface CompiledExpression {
  readonly source: string;
  readonly reads: readonly string[];
}

/** A path of the draft: `user.<attribute>` or `appUser.<attribute>`. */
export interface AttributePath {
  readonly profile: 'user' | 'appUser';
  readonly attribute: string;
}

/** The `login` action: the first candidate that is valid and free is written to every path of `write`. */
export interface LoginAction<Expression> {
  readonly candidates: readonly Expression[];
  readonly numbered?: Expression;
  readonly from: number;
  readonly to: number;
  readonly write: readonly AttributePath[];
}

/** One rule; actions that are absent do nothing. */
export interface Rule<Expression> {
  readonly name: string;
  readonly when?: Expression;
  readonly set: readonly { readonly path: AttributePath; readonly value: Expression }[];
  readonly login?: LoginAction<Expression>;
  readonly otherwise?: Expression;
  readonly link?: Expression;
  readonly create: boolean;
  readonly fail?: Expression;
  readonly stop: boolean;
}

export type CompiledLogin = LoginAction<CompiledExpression>;
export type CompiledRule = Rule<CompiledExpression>;

/**
 * The JSON that `rules/compile.ts` makes of `rules/import.yaml` and the Lambda reads at its cold start.
 * It was checked when it was made: names, paths, types and syntax hold.
 */
export interface CompiledRules {
  readonly version: 1;
  readonly person: CompiledExpression;
  /** Attributes that expressions may read beyond Okta's standard profile, as written in `attributes:`. */
  readonly attributes: readonly AttributePath[];
  /** `email` (RFC 6531 address), `any`, or a character class with `+`, as in Okta's own login patterns. */
  readonly loginPattern: string;
  readonly whenUnknown: 'claim' | 'fail' | 'default';
  readonly onDeadline: 'error' | 'default';
  readonly rules: readonly CompiledRule[];
}
