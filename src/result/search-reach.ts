import type { BodyContent } from './read-content.ts';
import { SIMPLIFIED_FEED } from './decode/xml.ts';
import type { Reading } from './reading.ts';

/** Whether a body is text of some kind, in which something can be looked for. Base64 that was asked for is. */
export function isSearchable({ kind }: Pick<BodyContent, 'kind'>, { as }: Reading): boolean {
  return kind !== 'binary' || as === 'base64';
}

/**
 * What of a body a search does not reach, and how it would: what was picked or converted may be the call's own choice.
 * @returns undefined if the whole body is searched
 */
export function describeReach(content: Pick<BodyContent, 'kind' | 'mimeType' | 'notes'>, reading: Reading): string | undefined {
  const { select, extract, plainBecause } = reading;
  if (!isSearchable(content, reading)) return `${content.mimeType} is no text, and was not searched`;
  if (extract !== undefined) return 'only what extract gives was searched; "as": "text" searches the whole body';
  if (select !== undefined) {
    return 'only what select gives was searched; "select": "@" searches the whole body';
  }
  if (content.notes.includes(SIMPLIFIED_FEED)) return 'only the simplified feed was searched; "as": "json" searches all of it';
  const shown = content.mimeType === 'text/markdown' ? 'Markdown' : plainBecause === undefined ? undefined : 'text';
  return shown && `only the ${shown} of the page was searched; "as": "html" searches its source`;
}
