import { windows1252 } from './windows-1252.ts';

/** XML 1.0 section 4.6. */
const PREDEFINED = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The names that feeds and pages use in prose; others stay as they are written. */
const COMMON = {
  ...PREDEFINED,
  nbsp: '\u00a0',
  shy: '\u00ad',
  hellip: '…',
  mdash: '—',
  ndash: '–',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  sbquo: '‚',
  bdquo: '„',
  laquo: '«',
  raquo: '»',
  bull: '•',
  middot: '·',
  copy: '©',
  reg: '®',
  trade: '™',
  deg: '°',
  times: '×',
  euro: '€',
  pound: '£',
  yen: '¥',
  cent: '¢',
  sect: '§',
  para: '¶',
  agrave: 'à',
  aacute: 'á',
  acirc: 'â',
  atilde: 'ã',
  auml: 'ä',
  aring: 'å',
  aelig: 'æ',
  ccedil: 'ç',
  egrave: 'è',
  eacute: 'é',
  ecirc: 'ê',
  euml: 'ë',
  iacute: 'í',
  ntilde: 'ñ',
  oacute: 'ó',
  ocirc: 'ô',
  ouml: 'ö',
  oslash: 'ø',
  uacute: 'ú',
  ugrave: 'ù',
  uuml: 'ü',
  szlig: 'ß',
  Auml: 'Ä',
  Ouml: 'Ö',
  Uuml: 'Ü',
  Eacute: 'É',
  ensp: '\u2002',
  emsp: '\u2003',
  thinsp: '\u2009',
  zwj: '\u200d',
  zwnj: '\u200c',
  lsaquo: '‹',
  rsaquo: '›',
  plusmn: '±',
  divide: '÷',
  frac12: '½',
  frac14: '¼',
  sup2: '²',
  sup3: '³',
  micro: 'µ',
  larr: '←',
  uarr: '↑',
  rarr: '→',
  darr: '↓',
  harr: '↔',
  le: '≤',
  ge: '≥',
  ne: '≠',
  asymp: '≈',
  minus: '−',
  infin: '∞',
  check: '✓',
};

const REFERENCE = /&(?:#(\d{1,8})|#x([\da-f]{1,6})|([a-z]{2,8}\d{0,2}));/gi;

/** Decodes the five entities of XML and its numeric ones. Nothing is decoded twice, and nothing a DOCTYPE defines. */
export function decodeXmlEntities(text: string): string {
  return decode(text, PREDEFINED, String.fromCodePoint);
}

/**
 * Decodes numeric entities and the commonest named ones of HTML; `&#146;` and its like mean windows-1252 there, and a
 * number that is no character U+FFFD (HTML standard, section 13.2.5.80).
 */
export function decodeHtmlEntities(text: string): string {
  return decode(text, COMMON, windows1252, '\ufffd');
}

function decode(
  text: string,
  names: Readonly<Record<string, string>>,
  character: (code: number) => string,
  invalid?: string,
): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(REFERENCE, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return Object.hasOwn(names, name) ? (names[name] ?? whole) : whole;
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    const valid = code > 0 && code <= 0x10_ffff && (code < 0xd800 || code > 0xdfff);
    return valid ? character(code) : (invalid ?? whole);
  });
}
