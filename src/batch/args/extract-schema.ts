import * as z from 'zod';

/** What to extract from a document: by name a CSS selector, a list of one for all matches, or both with a form of value. */
export type ExtractArg = Readonly<Record<string, unknown>>;

/** Anything is taken: `extractProblems` says what is wrong with it, in more words than a schema can. */
export const extractSchema = z
  .custom<ExtractArg>()
  .meta({ type: 'object' })
  .describe(
    'CSS over HTML or XML by name: "h1" is the text of the first match, ["h1"] of all, "a@href" an attribute; ' +
      '{"selector", "value"}: an attribute, text, markdown, html, json (of a script), or names and selectors within each match',
  );
