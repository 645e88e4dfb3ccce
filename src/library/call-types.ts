import type * as z from 'zod';
import type { readResultSchema, readSchema } from '../tools/read/read-schema.ts';
import type { resultSchema } from '../batch/args/result-schema.ts';
import type { callSchema, writeCallSchema } from '../batch/args/schema.ts';

/** The arguments of `fetchMany`. */
export type FetchManyArgs = z.input<typeof callSchema>;

/** The arguments of `requestMany`. */
export type RequestManyArgs = z.input<typeof writeCallSchema>;

/** The result of `fetchMany` and `requestMany`. */
export type FetchManyResult = z.output<typeof resultSchema>;

/** The arguments of `readResult`. */
export type ReadResultArgs = z.input<typeof readSchema>;

/** The result of `readResult`. */
export type ReadResultValue = z.output<typeof readResultSchema>;
