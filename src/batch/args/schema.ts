import * as z from 'zod';
import { CALL, MAX_PROGRAM } from '../../limits.ts';
import { everySchema, paginateSchema, untilSchema } from './again-schema.ts';
import { fieldsSchema, headersSchema, shownHeadersSchema } from './by-name.ts';
import { extractSchema } from './extract-schema.ts';

/** What to pick from a JSON body. */
export const selectSchema = z
  .union([z.string().min(1), z.array(z.string().min(1)).min(1)], {
    error: 'expected a JMESPath expression or a list of paths',
  })
  .describe('a list of paths ["id", "user.login"], JMESPath, or a function: "body => body.items.filter(x => x.open)"');

/** What to make of all records. */
export const programSchema = z
  .string()
  .min(1)
  .max(MAX_PROGRAM, { error: () => `a program has at most ${MAX_PROGRAM.toLocaleString('en')} characters` })
  .describe(
    'JavaScript over all records, an expression or statements with return. records: all, in order; ok: those that succeeded; ' +
      'by.posts: those with the id posts. A record is {i, id, url, final_url, vars, status, ok: true/false, outcome: null if ok, ' +
      'error, error_body (parsed), headers, body}, body null unless ok: joined pages are one list, CSV a list of row objects, HTML Markdown ' +
      '(tableRows(markdown): rows of all its tables as objects). It has URL, atob, console; no network',
  );

const as = z.enum(['auto', 'json', 'text', 'markdown', 'html', 'base64', 'none']);

const timeout = z.int().min(1).max(CALL.timeoutMs.max);

/** Where a variable's values come from. */
export const fromSchema = z.strictObject({
  from: z.string().min(1),
  select: z.string().min(1).optional(),
  header: z.string().min(1).optional(),
});

/** Read by hand, too: how many there are is counted before any is looked at. */
const vars: z.ZodType<VarsArg, VarsArg> = z.union(
  [
    z.record(z.string(), z.custom<unknown>().meta({ isOpen: true })),
    z.array(z.custom<Record<string, unknown>>().meta({ type: 'object', additionalProperties: {} })).min(1),
  ],
  { error: 'expected an object of lists, a list of rows, or {"from": id, "select": JMESPath}' },
);

/**
 * Variables: by name a list, a range, one value or another request's values, whose product is meant; a list of rows; or
 * rows from another request.
 */
export type VarsArg = Readonly<Record<string, unknown>> | readonly Readonly<Record<string, unknown>>[];

const READS = ['GET', 'HEAD'] as const;
const METHODS = [...READS, 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/** One request of `fetch_many`. */
export const requestSchema = z.strictObject({
  url: z.string().min(1).describe('absolute, or relative to base_url; with vars a template (RFC 6570)'),
  vars: vars
    .optional()
    .describe(
      'values by name: a list, a range ("1..100", "0..90:10"), or {"from": id of another request, "select": over its ' +
        'whole body, or "header": name}; lists make a product. Or rows: [{"owner": "a", "repo": "b"}], or {"from": id, "select": ' +
        '"[].{id: id, name: name}"}. {name} fills in url, query, headers, body',
    ),
  id: z.string().optional().describe('a name for from, and for by in js'),
  method: z
    .enum(READS, {
      error: `expected ${READS.join(' or ')}; request_many has the others, unless the server runs with --read-only`,
    })
    .optional(),
  query: fieldsSchema.optional().describe('added to the URL; a list repeats its key, null leaves it out'),
  headers: headersSchema.optional(),
  select: selectSchema.optional(),
  extract: extractSchema.optional(),
  as: as.optional(),
  timeout_ms: timeout.optional(),
  paginate: paginateSchema.optional().describe('follows pages; the body is then one list of all items'),
  until: untilSchema.optional(),
  every_ms: everySchema.optional(),
});

const idempotencyKey = z.boolean().optional().describe('send an Idempotency-Key, so that retries are safe');

/** One request of `request_many`. */
export const writeRequestSchema = requestSchema.extend({
  method: z.enum(METHODS).optional().describe('GET; POST if there is a body'),
  json: z.unknown().optional().describe('body; "{id}" in its strings is a variable'),
  form: fieldsSchema.optional(),
  body: z.string().optional(),
  idempotency_key: idempotencyKey,
});

/** The arguments of `fetch_many`: the only description of them. JSON Schema, types, checks and tables derive from it. */
export const callSchema = z.strictObject({
  requests: z
    .array(z.union([z.string(), requestSchema]))
    .min(1)
    .optional()
    .describe('a string is short for {"url": ...}'),
  retry_of: z.string().min(1).optional().describe('in place of requests: summary.batch of an earlier call'),
  i: z.array(z.int().min(0)).min(1).optional().describe('with retry_of: only these'),
  base_url: z.string().optional().describe('relative URLs are appended to it'),
  headers: headersSchema.optional().describe('for every request'),
  select: selectSchema.optional().describe('for requests without their own'),
  extract: extractSchema.optional().describe('likewise; select then works on what it gives'),
  js: programSchema.optional(),
  as: as.default('auto').describe('auto: JSON, also of CSV and XML, HTML as Markdown, text; none: status and headers only'),
  layout: z
    .enum(['records', 'table', 'failures'])
    .default('records')
    .describe('table: columns once, then a row each; failures: only what did not succeed'),
  concurrency: z.int().min(1).max(CALL.concurrency.max).default(CALL.concurrency.default).describe('requests in flight'),
  per_host: z.int().min(1).max(CALL.perHost.max).default(CALL.perHost.default).describe('... to one origin'),
  on_error: z.enum(['continue', 'cancel']).default('continue').describe('cancel: the first failure cancels the rest'),
  retries: z.int().min(0).max(CALL.retries.max).default(CALL.retries.default),
  timeout_ms: timeout.default(CALL.timeoutMs.default).describe('for one request with its redirects and retries'),
  deadline_ms: z
    .int()
    .min(1)
    .max(CALL.deadlineMs.max)
    .default(CALL.deadlineMs.default)
    .describe('for the call; what is done by then is returned'),
  max_tokens: z
    .int()
    .min(CALL.maxTokens.min)
    .max(CALL.maxTokens.max)
    .default(CALL.maxTokens.default)
    .describe('budget of the result; larger bodies are cut'),
  response_headers: shownHeadersSchema.optional().describe('to show, e.g. ["etag"]; js has all'),
  min_interval_ms: z
    .int()
    .min(0)
    .max(CALL.minIntervalMs.max)
    .default(CALL.minIntervalMs.default)
    .describe('between requests to one origin'),
  cache: z.boolean().default(true).describe('use stored answers while fresh'),
  dry_run: z.boolean().default(false).describe('only the plan'),
});

/** The arguments of `request_many`. */
export const writeCallSchema = callSchema.extend({
  requests: z
    .array(z.union([z.string(), writeRequestSchema]))
    .min(1)
    .optional(),
  idempotency_key: idempotencyKey,
});

/** A call whose requests have not been looked at one by one yet: a bad one must not spoil the rest. */
export const envelopeSchema = callSchema.extend({
  requests: z.array(z.unknown()).min(1).optional(),
  idempotency_key: idempotencyKey,
});

export type Envelope = z.infer<typeof envelopeSchema>;
export type RequestArgs = z.infer<typeof writeRequestSchema>;
export type Paginate = z.infer<typeof paginateSchema>;
export type Select = z.infer<typeof selectSchema>;
export type Layout = Envelope['layout'];
export type As = z.infer<typeof as>;
