import { encodingOf } from './legacy-charset.ts';
import { mediaParameter } from './media-type.ts';
import { metaLabels } from './meta-prescan.ts';

/** What a text is expected to be: which places may declare its charset depends on it. */
export type TextHint = 'html' | 'xml' | 'css' | 'text' | 'json';

/** Bytes in which XML and CSS declare their charset: at the very start. */
const START = 1_024;

/** A declared charset: the label as it is written, and its WHATWG name if there is one. */
export interface DeclaredCharset {
  readonly label: string;
  readonly encoding: string | undefined;
}

/** The charset that a Content-Type names. */
export function headerCharset(contentType: string | undefined): DeclaredCharset | undefined {
  const label = mediaParameter(contentType, 'charset');
  return label === undefined ? undefined : { label, encoding: encodingOf(label) };
}

/**
 * The charset that a document names itself: in a `<meta>` anywhere in HTML, in the declaration of XML and XHTML, in the
 * `@charset` of CSS. The first that is known counts. One that claims UTF-16 is UTF-8: it could not be read otherwise.
 */
export function documentCharset(body: Buffer, hint: TextHint): DeclaredCharset | undefined {
  let unknown: DeclaredCharset | undefined;
  for (const label of labelsIn(body, hint)) {
    const encoding = encodingOf(label);
    if (encoding !== undefined) return { label, encoding: readable(encoding) };
    unknown ??= { label, encoding };
  }
  return unknown;
}

/** HTML, "prescan a byte stream": what names a charset in ASCII is neither UTF-16 nor x-user-defined. */
function readable(encoding: string): string {
  if (encoding.startsWith('utf-16')) return 'utf-8';
  return encoding === 'x-user-defined' ? 'windows-1252' : encoding;
}

function* labelsIn(body: Buffer, hint: TextHint): Generator<string> {
  const start = body.toString('latin1', 0, START);
  const xml = hint === 'html' || hint === 'xml' ? xmlLabel(start) : undefined;
  const own = hint === 'css' ? cssLabel(start) : xml;
  if (hint === 'html') yield* metaLabels(body.toString('latin1'));
  if (own !== undefined) yield own;
}

function xmlLabel(start: string): string | undefined {
  return /^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([^"']+)["']/i.exec(start)?.[1];
}

/** CSS Syntax 3, section 3.2: exactly these bytes, at the very start. */
function cssLabel(start: string): string | undefined {
  return /^@charset "([^"]*)";/.exec(start)?.[1];
}
