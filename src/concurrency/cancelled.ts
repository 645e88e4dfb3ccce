/**
 * The reason a task group gives its tasks when one of them has failed.
 * `name` is `AbortError`, so it is recognised wherever an abort is; `cause` is the failure that led to it.
 */
export class Cancelled extends Error {
  override readonly name = 'AbortError';
}
