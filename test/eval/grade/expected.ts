/**
 * A value that an answer must have: a number (two digits are enough), a text, or one of several texts that mean the same.
 */
export type Value = number | string | readonly string[];

/** What is said about one thing. */
export interface Row {
  /** What the thing is called. */
  readonly key: string;
  /** Other ways to write that. */
  readonly aliases?: readonly string[];
  /** What must be said of it, in any order; if that is a number, no other number. Default: it need only be named. */
  readonly values?: readonly Value[];
}

/** The right answer of a job. */
export interface Expected {
  /** Facts that need no name: each must be in the answer and, if one is a number, no other number. */
  readonly facts?: readonly Value[];
  /** Facts by what they are about. */
  readonly rows?: readonly Row[];
  /** What an answer must not name: whoever names it has counted or found something that is not so. */
  readonly others?: readonly string[];
}
