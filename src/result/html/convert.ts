import { depthOf } from './depth.ts';
import { htmlToText } from './plain-text.ts';

const MAX_LENGTH = 2_000_000;
const MAX_DEPTH = 1_000;

/** A page as Markdown, or as plain text with a note that says why. */
export interface Converted {
  readonly markdown: string;
  readonly notes: readonly string[];
}

/**
 * Converts a page. One of more than 2,000,000 characters or nested deeper than 1,000 elements becomes plain text, which
 * takes milliseconds.
 * @param baseUrl the address of the page, absolute
 */
export async function convertHtml(html: string, baseUrl: string): Promise<Converted> {
  if (html.length > MAX_LENGTH) return asText(html, 'the page is too large');
  if (depthOf(html) > MAX_DEPTH) return asText(html, 'the page is nested too deep');
  const { htmlToMarkdown } = await import('./to-markdown.ts');
  try {
    const markdown = htmlToMarkdown(html, baseUrl);
    return markdown === '' ? { markdown: htmlToText(html), notes: [] } : { markdown, notes: [] };
  } catch {
    return asText(html, 'the page could not be converted');
  }
}

function asText(html: string, why: string): Converted {
  return { markdown: htmlToText(html), notes: [`converted as plain text: ${why}`] };
}
