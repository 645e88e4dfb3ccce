import * as z from 'zod';
import { CALL } from '../config.ts';

const scalar = z.union([z.string(), z.number(), z.boolean()], { error: 'expected a string, number or boolean' });

const headers = z.record(z.string(), z.string());

/** What to pick from a JSON body. */
export const selectSchema = z
  .union([z.string().min(1), z.array(z.string().min(1)).min(1)], {
    error: 'expected a JMESPath expression or a list of paths',
  })
  .describe('JMESPath over the JSON body, or a list of paths: ["id", "user.login"]');

const as = z.enum(['auto', 'json', 'text', 'markdown', 'html', 'base64', 'none']);

const timeout = z.int().min(1).max(CALL.timeoutMs.max);

const values = z.union([scalar, z.array(scalar)], { error: 'expected a scalar, a list of scalars, or a range "1..100"' });
const row = z.record(z.string(), values);
const vars = z.union([row, z.array(row).min(1)], { error: 'expected an object of lists, or a list of rows' });

/** One request of a call. */
export const requestSchema = z.strictObject({
  url: z.string().min(1).describe('absolute, or relative to base_url; with vars an RFC 6570 template: /users/{id}'),
  vars: vars.optional().describe('lists or ranges ("1..100", "0..90:10") whose product is meant, or a list of rows'),
  id: z.string().optional().describe('a label, echoed'),
  method: z.enum(['GET', 'HEAD']).optional(),
  query: z
    .record(z.string(), z.union([scalar, z.array(scalar)], { error: 'expected a scalar or a list of scalars' }))
    .optional()
    .describe('added to the URL; a list repeats its key'),
  headers: headers.optional(),
  select: selectSchema.optional(),
  as: as.optional(),
  timeout_ms: timeout.optional(),
});

/** The arguments of `fetch_many`: the only description of them. JSON Schema, types, checks and tables derive from it. */
export const callSchema = z.strictObject({
  requests: z
    .array(z.union([z.string(), requestSchema]))
    .min(1)
    .describe('a string is short for {"url": ...}'),
  base_url: z.string().optional().describe('relative URLs are appended to it'),
  headers: headers.optional().describe('for every request'),
  select: selectSchema.optional().describe('for every request without its own; choose only the fields you need'),
  as: as.default('auto').describe('auto: JSON, HTML as Markdown, XML and CSV as JSON, text; none: status and headers only'),
  layout: z.enum(['records', 'table']).default('records')
    .describe('table: columns once, then a row per request; cheapest for many small results'),
  concurrency: z.int().min(1).max(CALL.concurrency.max).default(CALL.concurrency.default)
    .describe('requests in flight'),
  per_host: z.int().min(1).max(CALL.perHost.max).default(CALL.perHost.default)
    .describe('requests in flight to one origin'),
  on_error: z.enum(['continue', 'cancel']).default('continue')
    .describe('cancel: the first failure cancels the rest'),
  retries: z.int().min(0).max(CALL.retries.max).default(CALL.retries.default),
  timeout_ms: timeout.default(CALL.timeoutMs.default)
    .describe('for one request, its redirects and retries included'),
  deadline_ms: z.int().min(1).max(CALL.deadlineMs.max).default(CALL.deadlineMs.default)
    .describe('for the whole call; what is finished by then is returned'),
  max_tokens: z.int().min(CALL.maxTokens.min).max(CALL.maxTokens.max).default(CALL.maxTokens.default)
    .describe('budget of the result; larger bodies are cut, and read_result has the rest'),
  response_headers: z.array(z.string()).optional().describe('which to return, e.g. ["etag", "link"]'),
  min_interval_ms: z.int().min(0).max(CALL.minIntervalMs.max).default(CALL.minIntervalMs.default)
    .describe('between two requests to one origin'),
  cache: z.boolean().default(true).describe('answers stored earlier may be used while fresh (RFC 9111)'),
});

/** A call whose requests have not been looked at one by one yet: a bad one must not spoil the rest. */
export const envelopeSchema = callSchema.extend({ requests: z.array(z.unknown()).min(1) });

export type Envelope = z.infer<typeof envelopeSchema>;
export type RequestArgs = z.infer<typeof requestSchema>;
export type Select = z.infer<typeof selectSchema>;
export type As = z.infer<typeof as>;
