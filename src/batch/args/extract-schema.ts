import * as z from 'zod';

const entry = z.strictObject({
  selector: z.string(),
  value: z
    .union([z.string(), z.record(z.string(), z.unknown())], {
      error: 'expected an attribute, a form of content, or an object of names',
    })
    .optional(),
});
const field = z.union([z.string().min(1), entry], { error: 'expected a CSS selector, or {"selector": ..., "value": ...}' });

/**
 * What to extract from an HTML or XML body, by its shape only: `parseExtract` checks selectors and limits, and says what
 * is wrong in more words.
 */
export const extractSchema = z
  .record(z.string(), z.union([field, z.array(field).length(1)]).meta({ isOpen: true }))
  .describe(
    'CSS over an HTML or XML body: {"title": "h1", "links": ["main a@href"]}; [...] takes all matches. Or {"selector", "value"}: ' +
      'an attribute, text, markdown, html, json (of a script), or names and selectors again',
  );
