import * as z from 'zod';
import { selectSchema } from '../batch/args/schema.ts';
import { CALL } from '../limits.ts';

/** The arguments of `read_result`. */
export const readSchema = z.strictObject({
  ref: z.string().min(1).describe('as given in truncated.ref or ref, e.g. "b1/5"'),
  select: selectSchema.optional(),
  search: z
    .string()
    .min(1)
    .max(500)
    .optional()
    .describe('only lines, items or members that contain this text; each with its offset'),
  offset: z.int().min(0).default(0).describe('where to begin: characters of text, items of an array'),
  limit: z.int().min(1).default(20_000),
  max_tokens: z.int().min(CALL.maxTokens.min).max(CALL.maxTokens.max).default(CALL.maxTokens.default),
});

export type ReadArgs = z.infer<typeof readSchema>;

/** The result of `read_result`. */
export const readResultSchema = z.object({
  ref: z.string(),
  type: z.enum(['json', 'text', 'binary']),
  mime_type: z.string(),
  url: z.string(),
  bytes: z.int().min(0),
  unit: z.enum(['items', 'keys', 'characters', 'matches']).describe('of offset, count and of'),
  of: z.int().min(0).describe('how many there are'),
  offset: z.int().min(0),
  count: z.int().min(0).describe('how many of them are in body'),
  next_offset: z.int().min(0).optional().describe('absent at the end'),
  body: z.unknown(),
  notes: z.array(z.string()).optional(),
});

export type ReadResult = z.infer<typeof readResultSchema>;
