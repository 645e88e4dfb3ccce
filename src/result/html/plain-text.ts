import { decodeHtmlEntities } from '../decode/entities.ts';
import { scanHtml } from './scan.ts';

const BLOCKS = new Set([
  'address',
  'article',
  'aside',
  'blockquote',
  'body',
  'br',
  'caption',
  'center',
  'dd',
  'details',
  'dialog',
  'div',
  'dl',
  'dt',
  'fieldset',
  'figcaption',
  'figure',
  'footer',
  'form',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'head',
  'header',
  'hr',
  'html',
  'legend',
  'li',
  'main',
  'menu',
  'nav',
  'ol',
  'option',
  'p',
  'pre',
  'section',
  'summary',
  'table',
  'tbody',
  'tfoot',
  'thead',
  'title',
  'tr',
  'ul',
]);

/** What only says where a word may be parted, or joined: soft hyphen and zero-width (non-)joiner. */
const UNSEEN = /[\u00ad\u200c\u200d]/g;

/**
 * The text of a page without a DOM, in linear time: for pages that are too large, too deep or too slow to convert.
 * Blocks become lines, cells are parted by a space, `pre` keeps its white space; scripts and styles are gone.
 */
export function htmlToText(html: string): string {
  const out: string[] = [];
  let pre = 0;
  scanHtml(html, {
    text: (from, to) => {
      const text = decodeHtmlEntities(html.slice(from, to)).replaceAll(UNSEEN, '').replaceAll('\u00a0', ' ');
      out.push(pre > 0 ? text : collapse(text));
    },
    open: (name) => {
      if (name === 'pre') pre++;
      if (BLOCKS.has(name)) out.push('\n');
      else if (name === 'td' || name === 'th') out.push(' ');
    },
    close: (name) => {
      if (name === 'pre' && pre > 0) pre--;
      if (BLOCKS.has(name)) out.push('\n');
    },
  });
  return tidy(out.join(''));
}

/** White space as one space. A run of millions is matched in parts: as one match it can overflow the stack. */
function collapse(text: string): string {
  let collapsed = text.replaceAll(/\s{1,512}/g, ' ');
  while (collapsed.includes('  ')) collapsed = collapsed.replaceAll(/ {1,512}/g, ' ');
  return collapsed;
}

/** No trailing space, no indent of a single space (they come from collapsing), at most one empty line in a row. */
function tidy(text: string): string {
  const lines: string[] = [];
  for (const line of text.split('\n')) {
    const end = line.trimEnd();
    if (end !== '' || (lines.length > 0 && lines.at(-1) !== '')) lines.push(/^ \S/.test(end) ? end.slice(1) : end);
  }
  return lines.join('\n').trim();
}
