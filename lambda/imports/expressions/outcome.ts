/** What evaluating one expression came to. Error texts of the CEL library are never kept: they carry profile values. */
export type Outcome =
  | { readonly kind: 'value'; readonly value: unknown }
  /** An attribute or list item the expression needs is not there; `missing` names it where the expression does. */
  | { readonly kind: 'notApplicable'; readonly missing?: string }
  /** A fault of the rule: the library's code and the offset in the expression's source. */
  | { readonly kind: 'error'; readonly code: string; readonly position?: number };

/** The variables of an expression; profiles are normalised (`normaliseProfile`). */
export interface Variables {
  readonly user: ReadonlyMap<string, unknown>;
  readonly appUser: ReadonlyMap<string, unknown>;
  readonly conflicts: readonly string[];
  readonly matches: readonly ReadonlyMap<string, unknown>[];
  readonly policy: readonly string[];
  readonly application: ReadonlyMap<string, unknown>;
  readonly job: ReadonlyMap<string, unknown>;
  readonly action: string;
  /** Only in `numbered`. */
  readonly n?: bigint;
}

/** An expression parsed once, ready to be evaluated any number of times. Never throws. */
export type Expression = (variables: Variables) => Outcome;
