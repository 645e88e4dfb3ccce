import { parseMIMEType } from 'undici';

/** What a text is expected to be: which places may declare its charset depends on it. */
export type TextHint = 'html' | 'xml' | 'css' | 'text' | 'json';

/** Bytes in which a document must declare its charset (HTML, "prescan a byte stream"). */
const PRESCAN = 1_024;

/** Names in use that the WHATWG Encoding standard does not list. */
const ALIASES: Readonly<Record<string, string>> = {
  cp932: 'shift_jis',
  cp943: 'shift_jis',
  'windows-932': 'shift_jis',
  eucjp: 'euc-jp',
  cp936: 'gbk',
  ms936: 'gbk',
  cp949: 'euc-kr',
  ms949: 'euc-kr',
  uhc: 'euc-kr',
  cp950: 'big5',
  'latin-1': 'windows-1252',
  utf16: 'utf-16le',
};

/** The name that the WHATWG Encoding standard has for a label, or undefined if nothing can decode it. */
function encodingOf(label: string | undefined): string | undefined {
  if (label === undefined) return undefined;
  const name = label.trim().toLowerCase();
  try {
    return new TextDecoder(Object.hasOwn(ALIASES, name) ? ALIASES[name] : name).encoding;
  } catch {
    return undefined;
  }
}

/** The charset that a Content-Type names. */
export function headerCharset(contentType: string | undefined): string | undefined {
  const parsed = parseMIMEType(contentType ?? '');
  return parsed === 'failure' ? undefined : encodingOf(parsed.parameters.get('charset'));
}

/**
 * The charset that a document names in its first 1,024 bytes: `<meta charset>` or `<meta http-equiv>` in HTML, the
 * declaration in XML and XHTML, `@charset` in CSS. One that claims UTF-16 is UTF-8: it could not be read otherwise.
 */
export function documentCharset(body: Buffer, hint: TextHint): string | undefined {
  const head = body.toString('latin1', 0, PRESCAN);
  const encoding = encodingOf(labelIn(head, hint));
  return encoding?.startsWith('utf-16') ? 'utf-8' : encoding;
}

function labelIn(head: string, hint: TextHint): string | undefined {
  if (hint === 'html') return xmlLabel(head) ?? metaLabel(head);
  if (hint === 'xml') return xmlLabel(head);
  return hint === 'css' ? cssLabel(head) : undefined;
}

function metaLabel(head: string): string | undefined {
  const tags = head.replaceAll(/<!--[\s\S]*?-->/g, '').matchAll(/<meta[\s/][^>]*/gi);
  for (const [tag] of tags) {
    const label = /\bcharset\s*=\s*["']?\s*([^\s"'/>;]+)/i.exec(tag)?.[1];
    if (label !== undefined) return label;
  }
  return undefined;
}

function xmlLabel(head: string): string | undefined {
  return /^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([^"']+)["']/i.exec(head)?.[1];
}

/** CSS Syntax 3, section 3.2: exactly these bytes, at the very start. */
function cssLabel(head: string): string | undefined {
  return /^@charset "([^"]*)";/.exec(head)?.[1];
}
