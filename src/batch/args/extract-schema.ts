import * as z from 'zod';

/** What to extract from a document: by name a CSS selector, a list of one for all matches, or both with a form of value. */
export type ExtractArg = Readonly<Record<string, unknown>>;

/** Anything is taken: `extractProblems` says what is wrong with it, in more words than a schema can. */
export const extractSchema = z
  .custom<ExtractArg>()
  .meta({ type: 'object' })
  .describe(
    'CSS over an HTML or XML body: {"title": "h1", "links": ["main a@href"]}; [...] takes all matches. Or {"selector", "value"}: ' +
      'an attribute, text, markdown, html, json (of a script), or names and selectors again',
  );
