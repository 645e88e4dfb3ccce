import { decodeHTML, decodeHTMLStrict } from 'entities/decode';

/** XML 1.0 section 4.6. */
const PREDEFINED: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

const REFERENCE = /&(?:#(\d{1,8})|#x([\da-f]{1,6})|([a-z][\w.:-]{0,40}));/gi;

/**
 * Decodes the entities of XML: the five, numeric ones, and those of HTML, which feeds use without declaring them.
 * Nothing is decoded twice; what is unknown or no character stays as it is written.
 * @param declared names that the DOCTYPE defines: what they mean is not read, so they stay, too
 */
export function decodeXmlEntities(text: string, declared?: ReadonlySet<string>): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(REFERENCE, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return PREDEFINED.get(name) ?? (declared?.has(name) === true ? whole : decodeHTMLStrict(whole));
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    const isCharacter = code > 0 && code <= 0x10_ffff && (code < 0xd800 || code > 0xdfff);
    return isCharacter ? String.fromCodePoint(code) : whole;
  });
}

/**
 * Decodes the entities of HTML in text (HTML, section 13.2.5.72): all names, the old ones without a semicolon too;
 * `&#146;` and its like mean windows-1252, and a number that is no character U+FFFD.
 */
export function decodeHtmlEntities(text: string): string {
  return decodeHTML(text);
}
