/** Notes of a row that reports count; those of the service's own trace keep its words. */
export const NOTES = {
  /** Followed by the earlier row's number. */
  collision: 'collides with row ',
  ambiguousShortName: 'short name becomes ambiguous',
  weakOwner: 'weak owner',
  deactivated: 'linked to a deactivated person',
} as const;
