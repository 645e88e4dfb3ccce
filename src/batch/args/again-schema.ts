import * as z from 'zod';
import { CALL } from '../../limits.ts';
import { insteadOf } from './by-name.ts';

/** How pages are followed. */
export const paginateSchema = z.strictObject(
  {
    next: z
      .string()
      .min(1)
      .describe(
        '"link" (Link header), "page" or "offset" (counts up), "header:x-next-page", or the path of the next URL or cursor in the body',
      ),
    param: z.string().min(1).optional().describe('query parameter for it, e.g. "cursor"; of a POST a path in json'),
    items: z
      .string()
      .min(1)
      .optional()
      .describe('where the items are in a page that is no list, e.g. "data.items"; else pages stay whole'),
    start: z.int().min(0).optional().describe('first page or offset'),
    max_pages: z.int().min(1).max(CALL.pages.max).default(CALL.pages.default),
  },
  { error: insteadOf('{"next": "link"}, or "page", "offset", the path of a cursor') },
);

/** What a request is asked again for. */
export const untilSchema = z
  .string()
  .min(1)
  .describe("ask again until this holds of the body, e.g. status == 'done' or body => body.done");

/** Milliseconds between two asks. */
export const everySchema = z
  .int()
  .min(CALL.everyMs.min)
  .max(CALL.everyMs.max)
  .describe(`for until, ${CALL.everyMs.default} by default; Retry-After goes before it`);
