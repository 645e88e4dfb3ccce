/** Something that is wrong with a call: where it stands in the arguments, as `requests[3].url`, and what to change. */
export interface Problem {
  readonly path: string;
  readonly message: string;
}

/** A problem as one line: `requests[3].url: ...`. */
export function sayProblem({ path, message }: Problem): string {
  return `${path}: ${message}`;
}
