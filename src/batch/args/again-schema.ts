import * as z from 'zod';
import { CALL } from '../../limits.ts';

/** How pages are followed. */
export const paginateSchema = z.strictObject({
  next: z
    .string()
    .min(1)
    .describe(
      '"link" (Link header), "page" or "offset" (counts up), "header:x-next-page", or JMESPath to the next URL or cursor',
    ),
  param: z.string().min(1).optional().describe('query parameter that it goes into; of a POST a path in json'),
  items: z.string().min(1).optional().describe("JMESPath to a page's items"),
  start: z.int().min(0).optional().describe('first page or offset'),
  max_pages: z.int().min(1).max(CALL.pages.max).default(CALL.pages.default),
});

/** What a request is asked again for. */
export const untilSchema = z
  .string()
  .min(1)
  .describe("ask again until this JMESPath over the body is true, e.g. status == 'done'");

/** Milliseconds between two asks. */
export const everySchema = z
  .int()
  .min(CALL.everyMs.min)
  .max(CALL.everyMs.max)
  .describe(`for until, ${CALL.everyMs.default} by default; Retry-After goes before it`);
