import * as z from 'zod';
import { resultSchema } from '../../batch/args/result-schema.ts';
import { extractSchema } from '../../batch/args/extract-schema.ts';
import { callSchema, programSchema, selectSchema } from '../../batch/args/schema.ts';
import { CALL } from '../../limits.ts';

/** The arguments of `read_result`. */
export const readSchema = z.strictObject({
  ref: z
    .string()
    .min(1)
    .optional()
    .describe(
      '"b7f3k2mq9/5" one body, "b7f3k2mq9" (summary.batch) all of a call, or "b7f3k2mq9/11..20", "b7f3k2mq9/posts" (by id); none: lists them',
    ),
  js: programSchema.optional(),
  select: selectSchema.optional(),
  extract: extractSchema.optional(),
  as: callSchema.shape.as.unwrap().exclude(['none']).optional(),
  search: z
    .string()
    .min(1)
    .max(500)
    .optional()
    .describe('only lines, items or members that contain this text; each with its offset'),
  layout: callSchema.shape.layout.unwrap().optional(),
  offset: z.int().min(0).default(0).describe('where to begin: characters of text, items of an array, records'),
  limit: z.int().min(0).default(20_000).describe('0 with search: only how many'),
  max_tokens: z.int().min(CALL.maxTokens.min).max(CALL.maxTokens.max).default(CALL.maxTokens.default),
});

export type ReadArgs = z.infer<typeof readSchema>;

const count = z.int().min(0);

/** A part of one body. */
const partSchema = z.object({
  ref: z.string(),
  type: z.enum(['json', 'text', 'binary']),
  mime_type: z.string(),
  url: z.string(),
  bytes: count,
  unit: z.enum(['items', 'keys', 'characters', 'matches']).describe('of offset, count and of'),
  of: count.describe('how many there are'),
  offset: count,
  count: count.describe('how many of them are in body'),
  next_offset: count.optional().describe('absent at the end'),
  body: z.unknown(),
  notes: z.array(z.string()).optional(),
});

export type PartResult = z.infer<typeof partSchema>;

const listedSchema = z.object({
  ref: z.string(),
  records: count,
  ok: count,
  bytes: count,
  first: z.string().optional(),
  labels: z.array(z.string()).optional(),
  js: z.string().optional(),
});

export type ListedBatch = z.infer<typeof listedSchema>;

/** The result of `read_result`: a part of one body; the records of several; the value of a program; or the batches there are. */
export const readResultSchema = z.object({
  ...partSchema.partial().shape,
  ...resultSchema.partial().shape,
  batches: z.array(listedSchema).optional().describe('without a ref'),
});

export type ReadResult = z.infer<typeof readResultSchema>;
