/** What a job is given beside its arguments. */
export interface JobContext {
  /**
   * Gives it so many milliseconds more than its limit, or fewer: for a part of the work that has a limit of its own. It is
   * heard at once, though the work goes on.
   */
  readonly extend: (ms: number) => void;
}
