import { decodeHtmlEntities } from './entities.ts';

/** Elements after which prose goes on in a new line. */
const BLOCKS = /^(?:p|br|hr|div|li|[uod]l|d[td]|tr|table|h[1-6]|pre|blockquote|section|article|header|footer|fig\w+)$/;

/** Elements whose content is not prose. */
const SILENT = /^(?:script|style|template|noscript|iframe)$/;

/**
 * The text of an HTML fragment, as far as a summary needs it: no tags, no comments, no scripts, a line for each block,
 * white space collapsed. A `<` that starts no tag stays. In one pass, in time that is proportional to the text.
 */
export function stripTags(html: string): string {
  const parts: string[] = [];
  let copied = 0;
  for (let at = html.indexOf('<'); at !== -1; at = html.indexOf('<', at)) {
    const name = /^<[/!?]?([a-z][a-z\d]*)?/i.exec(html.slice(at, at + 16))?.[1]?.toLowerCase();
    const isComment = html.startsWith('<!--', at);
    if (name === undefined && !isComment) {
      at++;
      continue;
    }
    parts.push(html.slice(copied, at), name !== undefined && isBlock(name) ? '\n' : '');
    const end = isComment ? html.indexOf('-->', at) + 2 : html.indexOf('>', at);
    copied = end < at ? html.length : end + 1;
    if (name !== undefined && isSilent(name) && html[at + 1] !== '/') copied = silentEnd(html, name, copied);
    at = copied;
  }
  parts.push(html.slice(copied));
  return collapse(decodeHtmlEntities(parts.join('')));
}

/** Where a silent element's content ends: at its closing tag, or never. */
function silentEnd(html: string, name: string, from: number): number {
  const close = new RegExp(`</${name}`, 'gi');
  close.lastIndex = from;
  return close.exec(html)?.index ?? html.length;
}

/** Whether prose goes on in a new line after an element of this name. */
export function isBlock(name: string): boolean {
  return BLOCKS.test(name);
}

/** Whether what is in an element of this name is no prose. */
export function isSilent(name: string): boolean {
  return SILENT.test(name);
}

/** Collapses the white space of each line, and leaves out empty ones. */
export function collapse(text: string): string {
  const lines = text.split('\n').map((line) => line.replaceAll(/[\s\u00ad]+/g, ' ').trim());
  return lines.filter((line) => line !== '').join('\n');
}
