/** A job on its way to a sandbox process. Its arguments are copied by the structured clone algorithm. */
export interface JobMessage {
  readonly id: number;
  readonly name: string;
  readonly args: unknown;
}

/**
 * An answer of a sandbox process: that a job's own work begins, that it may take so many milliseconds more (or fewer), and
 * then how it ended.
 */
export type AnswerMessage =
  | { readonly id: number; readonly started: true }
  | { readonly id: number; readonly moreMs: number }
  | { readonly id: number; readonly value: unknown; readonly rss: number }
  | { readonly id: number; readonly error: string };
