/** What became of one person of an import. */
export type RowOutcome =
  /** An Okta user was created. */
  | 'created'
  /** The person was linked to an Okta user. */
  | 'linked'
  /** The person waits for an administrator: a conflict stayed, or a match was only partial. */
  | 'left for review'
  /** The hook answered with an error; `onError` says whether the person was created all the same. */
  | 'error answered'
  /** Okta would refuse the person, or the row is no person. */
  | 'failed';

/** One line of `--out`: a row of the file and how it was decided. Holds people's data. */
export interface RehearsedRow {
  /** As an editor counts lines, from 1; with a header the first person is on line 2. */
  readonly row: number;
  readonly externalId: string;
  /** First and last name, as far as the row has them. */
  readonly name: string;
  readonly outcome: RowOutcome;
  /** The action Okta carried out; absent when nothing was. */
  readonly action?: 'CREATE_USER' | 'LINK_USER';
  readonly loginBefore: string;
  readonly loginAfter: string;
  /** Names of the rules that fired, in order. */
  readonly rules: readonly string[];
  /** Logins that were looked at: what became of each, or why it was passed over. */
  readonly candidates: readonly {
    readonly label: string;
    readonly login?: string;
    readonly outcome: string;
  }[];
  readonly linkTarget?: string;
  /** Milliseconds of the hook call. */
  readonly milliseconds: number;
  /** Facts such as `weak owner`, `repeated`, `short name becomes ambiguous`, `collides with row 17`. */
  readonly notes: readonly string[];
  /** Attributes the hook changed, by path. */
  readonly changes: readonly { readonly path: string; readonly before: unknown; readonly after: unknown }[];
  /** Why, for everything that is not created or linked. */
  readonly reason?: string;
}
