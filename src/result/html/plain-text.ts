import { scanHtml } from './scan.ts';

const BLOCKS = new Set([
  'address', 'article', 'aside', 'blockquote', 'body', 'br', 'caption', 'center', 'dd', 'details', 'dialog',
  'div', 'dl',
  'dt', 'fieldset', 'figcaption', 'figure', 'footer', 'form', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'head',
  'header', 'hr',
  'html', 'legend', 'li', 'main', 'menu', 'nav', 'ol', 'option', 'p', 'pre', 'section', 'summary', 'table', 'tbody',
  'tfoot', 'thead', 'title', 'tr', 'ul',
]);

/** Those a reader would miss; the rest stand as they are written. */
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&', lt: '<', gt: '>', quot: '"', apos: '\'', nbsp: ' ', ensp: ' ', emsp: ' ', thinsp: ' ', shy: '',
  zwj: '', zwnj: '',
  copy: '©', reg: '®', trade: '™', deg: '°', plusmn: '±', times: '×', divide: '÷', frac12: '½', frac14: '¼', sup2: '²',
  sup3: '³', micro: 'µ', middot: '·', bull: '•', hellip: '…', ndash: '–', mdash: '—', lsquo: '‘', rsquo: '’',
  ldquo: '“',
  rdquo: '”', sbquo: '‚', bdquo: '„', laquo: '«', raquo: '»', lsaquo: '‹', rsaquo: '›', sect: '§', para: '¶', euro: '€',
  pound: '£', yen: '¥', cent: '¢', larr: '←', uarr: '↑', rarr: '→', darr: '↓', harr: '↔', le: '≤', ge: '≥', ne: '≠',
  asymp: '≈', minus: '−', infin: '∞', aacute: 'á', eacute: 'é', iacute: 'í', oacute: 'ó', uacute: 'ú', agrave: 'à',
  egrave: 'è', acirc: 'â', ecirc: 'ê', ocirc: 'ô', ccedil: 'ç', ntilde: 'ñ', auml: 'ä', ouml: 'ö', uuml: 'ü', Auml: 'Ä',
  Ouml: 'Ö', Uuml: 'Ü', szlig: 'ß', aring: 'å', oslash: 'ø', aelig: 'æ', Eacute: 'É', check: '✓',
};

/**
 * The text of a page without a DOM, in linear time: for pages that are too large, too deep or too slow to convert.
 * Blocks become lines, cells are parted by a space, `pre` keeps its white space; scripts and styles are gone.
 */
export function htmlToText(html: string): string {
  const out: string[] = [];
  let pre = 0;
  scanHtml(html, {
    text: (from, to) => {
      const text = decodeEntities(html.slice(from, to));
      out.push(pre > 0 ? text : text.replace(/\s+/g, ' '));
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

/** No trailing space, no indent of a single space (they come from collapsing), at most one empty line in a row. */
function tidy(text: string): string {
  const lines: string[] = [];
  for (const line of text.split('\n')) {
    const end = line.trimEnd();
    if (end !== '' || (lines.length > 0 && lines.at(-1) !== '')) lines.push(/^ \S/.test(end) ? end.slice(1) : end);
  }
  return lines.join('\n').trim();
}

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,8}\d{0,2}));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return Object.hasOwn(ENTITIES, String(name)) ? (ENTITIES[String(name)] ?? whole) : whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(String(hex), 16);
    const valid = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    return valid ? String.fromCodePoint(code) : '\ufffd';
  });
}
