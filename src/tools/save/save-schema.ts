import * as z from 'zod';
import { extractSchema } from '../../batch/args/extract-schema.ts';
import { callSchema, programSchema, selectSchema } from '../../batch/args/schema.ts';

/** The arguments of `save_result`. */
export const saveSchema = z.strictObject({
  ref: z.string().min(1).describe('as in read_result'),
  to: z.string().describe('a path below the directory: "users.csv", "img/{id}.png"'),
  js: programSchema.optional(),
  select: selectSchema.optional(),
  extract: extractSchema.optional(),
  as: callSchema.shape.as.unwrap().exclude(['none', 'base64']).optional(),
  overwrite: z.boolean().default(false),
});

export type SaveArgs = z.infer<typeof saveSchema>;

const count = z.int().min(0);

const fileSchema = z.object({
  path: z.string(),
  bytes: count,
  rows: count.optional().describe('items of JSON, lines, rows of CSV without its header'),
});

export type SavedFile = z.infer<typeof fileSchema>;

/** The result of `save_result`. */
export const saveResultSchema = z.object({
  dir: z.string().describe('paths are below it'),
  total: z.object({ files: count, bytes: count }),
  files: z.array(fileSchema),
  notes: z.array(z.string()).optional(),
});

export type SaveResult = z.infer<typeof saveResultSchema>;
