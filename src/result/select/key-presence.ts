/** Which of the keys that a selection names are there. */
export interface KeyPresence {
  /** Paths whose key is there, even if its value is null; undefined: all that the selection names. */
  readonly found: readonly string[] | undefined;
  /** Paths that were wanted and whose key is not there. */
  readonly absent: readonly string[];
  /** What is there instead of them, in words for an error (`isNothing`) or a note; undefined if nothing is absent. */
  readonly missing: string | undefined;
  /** Whether nothing of what was wanted is there. */
  readonly isNothing: boolean;
}
