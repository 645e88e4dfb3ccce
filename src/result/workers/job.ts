/** What a worker does: a page to Markdown, or a JMESPath expression over JSON (bytes: as it came), answered as JSON text. */
export type Job =
  | { readonly task: 'markdown'; readonly html: string; readonly baseUrl: string }
  | { readonly task: 'select'; readonly json: string | Uint8Array; readonly expression: string };

/** What a worker says: that a job's own work begins, and then how it ended. */
export type Answer =
  | { readonly id: number; readonly started: true }
  | { readonly id: number; readonly ok: true; readonly value: string }
  | { readonly id: number; readonly ok: false; readonly error: string };
