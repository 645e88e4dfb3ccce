import * as z from 'zod';

const count = z.int().min(0);

/** What can have become of a request that is not ok. */
const outcomeSchema = z.enum([
  'http_error',
  'timeout',
  'network',
  'blocked',
  'invalid',
  'too_large',
  'decode',
  'select_error',
  'cancelled',
  'skipped',
]);

export type Outcome = z.infer<typeof outcomeSchema>;

const truncated = z
  .object({ kept: count, of: count, ref: z.string().optional(), bytes: count })
  .describe('kept of so many items, keys or characters; read_result has the rest');

/** One record of a result. */
export const recordSchema = z.object({
  i: count.describe('index in requests'),
  id: z.string().optional(),
  url: z.string().optional().describe('that was asked: given after a redirect or a failure'),
  final_url: z.string().optional().describe('where redirects ended'),
  vars: z.record(z.string(), z.unknown()).optional(),
  outcome: outcomeSchema.optional().describe('absent: ok'),
  kind: z.string().optional(),
  status: z.int().optional(),
  error: z.string().optional().describe('what happened, and what to change'),
  attempts: count.optional(),
  cached: z.literal(true).optional().describe('stored by an earlier request, or confirmed by a 304'),
  duplicate_of: count.optional().describe('equal to that request, and answered with it'),
  pages: count.optional().describe('pages that body joins'),
  headers: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
  body: z.unknown().optional(),
  truncated: truncated.optional(),
  ref: z.string().optional().describe('no room for the body, or none to show: read_result has it'),
});

export type ResultRecord = z.infer<typeof recordSchema>;

/** The result of a call. */
export const resultSchema = z.object({
  summary: z.object({
    total: count,
    ok: count,
    failed: count,
    cancelled: count,
    skipped: count,
    elapsed_ms: count,
    hosts: z.array(z.string()),
    batch: z.string().optional().describe('for retry_of'),
    failures: z
      .array(
        z.object({
          outcome: outcomeSchema,
          kind: z.string().optional(),
          status: z.int().optional(),
          count,
          i: z.array(count).describe('at most 20'),
        }),
      )
      .optional(),
  }),
  plan: z
    .object({
      requests: count.describe('that would be sent'),
      first: z.string().optional(),
      last: z.string().optional(),
      hosts: z.array(z.string()),
      dependent: z.array(z.string()).optional().describe('known only when others have been answered'),
    })
    .optional()
    .describe('dry_run: results holds what would be refused'),
  columns: z.array(z.string()).optional().describe('layout table: the columns of rows'),
  rows: z.array(z.array(z.unknown())).optional().describe('layout table: the requests that are ok'),
  value: z.unknown().optional().describe('what js returned'),
  error: z.string().optional().describe('why js has no value'),
  truncated: truncated.optional(),
  results: z.array(recordSchema).describe('with js: the first three that did not succeed'),
  notes: z.array(z.string()).optional(),
});

export type CallResult = z.infer<typeof resultSchema>;
