import { isUtf8 } from 'node:buffer';
import { documentCharset, headerCharset, type TextHint } from './declared-charset.ts';
import { byteOrderMark, decodeUnicode, jsonForm, unmarkedUtf16 } from './unicode.ts';
import { decodeWindows1252 } from './windows-1252.ts';

export type { TextHint } from './declared-charset.ts';

/** A text and the charset it was read in, by its WHATWG name (or `utf-32le`, `utf-32be`). */
export interface DecodedText {
  readonly text: string;
  readonly charset: string;
}

/**
 * Turns bytes into text. The charset is, in this order: what a byte order mark says, what the Content-Type says, what
 * the document says in its first 1,024 bytes, UTF-8 if the bytes are that, and else windows-1252, unless they clearly
 * are Japanese. A declaration that is unknown, or that does not fit the bytes, counts for nothing.
 * JSON is UTF-8 (RFC 8259 section 8.1) unless its first bytes say UTF-16 or UTF-32; only what is not goes by the rest.
 * Never throws: what is broken becomes U+FFFD. Takes time in proportion to the bytes.
 * @param contentType the header, if there is one
 * @param hint which document it is, and so where it may declare its charset
 */
export function decodeText(body: Buffer, contentType: string | undefined, hint: TextHint): DecodedText {
  const form = hint === 'json' ? jsonForm(body) : byteOrderMark(body);
  if (form) return { text: decodeUnicode(body, form), charset: form.charset };
  if (hint === 'json' && isUtf8(body)) return inUtf8(body);
  for (const declared of [headerCharset(contentType), documentCharset(body, hint)]) {
    const text = declared && inDeclared(body, declared);
    if (text) return text;
  }
  return detected(body);
}

/** The first bytes as text, good enough to see what kind of document it is. */
export function startOf(body: Buffer, bytes: number): string {
  const head = body.subarray(0, bytes - (bytes % 2));
  const charset = byteOrderMark(head)?.charset ?? unmarkedUtf16(head);
  return charset ? decodeUnicode(head, { charset, mark: byteOrderMark(head)?.mark ?? 0 }) : head.toString('latin1');
}

function inDeclared(body: Buffer, charset: string): DecodedText | undefined {
  if (!charset.startsWith('utf-16') && unmarkedUtf16(body)) return undefined;
  if (charset === 'windows-1252') return { text: decodeWindows1252(body), charset };
  if (charset === 'utf-8' && isUtf8(body)) return inUtf8(body);
  if (charset.startsWith('utf-16')) return inUtf16(body, charset);
  // WHATWG Encoding, section 10.1.1: GBK is decoded as gb18030; Node has a table of its own for it, and that is wrong.
  const text = new TextDecoder(charset === 'gbk' ? 'gb18030' : charset).decode(body);
  return fits(text, 10) ? { text, charset } : undefined;
}

/** A label "utf-16" without a mark says little about the order: the zeros know better. ASCII bytes are not UTF-16. */
function inUtf16(body: Buffer, charset: string): DecodedText | undefined {
  const seen = unmarkedUtf16(body);
  if (!seen && isAscii(body)) return undefined;
  const order = seen ?? (charset === 'utf-16be' ? 'utf-16be' : 'utf-16le');
  return { text: decodeUnicode(body, { charset: order, mark: 0 }), charset: order };
}

function inUtf8(body: Buffer): DecodedText {
  return { text: decodeUnicode(body, { charset: 'utf-8', mark: 0 }), charset: 'utf-8' };
}

function detected(body: Buffer): DecodedText {
  const charset = unmarkedUtf16(body);
  if (charset) return { text: decodeUnicode(body, { charset, mark: 0 }), charset };
  if (isUtf8(body)) return (body.includes('\u001b$') ? japanese(body, ['iso-2022-jp']) : undefined) ?? inUtf8(body);
  const text = new TextDecoder('utf-8').decode(body);
  if (fits(text, 10)) return { text, charset: 'utf-8' };
  return japanese(body, ['shift_jis', 'euc-jp']) ?? { text: decodeWindows1252(body), charset: 'windows-1252' };
}

/**
 * Clearly Japanese: decodes with hardly an error, and kana are a tenth of what is not ASCII. They are in no other
 * language's text, and Japanese prose does not go without; half-width ones are what Western letters turn into.
 */
function japanese(body: Buffer, charsets: readonly string[]): DecodedText | undefined {
  for (const charset of charsets) {
    const text = new TextDecoder(charset).decode(body);
    const { kana, halfWidth, beyondAscii } = tally(text);
    const clear = kana > 1 && kana * 10 >= beyondAscii && halfWidth <= kana;
    if (clear && fits(text, 100)) return { text, charset };
  }
  return undefined;
}

function tally(text: string): { kana: number; halfWidth: number; beyondAscii: number } {
  let kana = 0;
  let halfWidth = 0;
  let beyondAscii = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 0x80) beyondAscii++;
    if (code >= 0x3041 && code <= 0x30fa) kana++;
    if (code >= 0xff61 && code <= 0xff9f) halfWidth++;
  }
  return { kana, halfWidth, beyondAscii };
}

/**
 * Whether a decoded text has no broken places, or so few that the charset is right all the same and only some bytes
 * are not: a text cut in the middle of a character, a vendor's extra one.
 * @param oneIn how many good characters beyond ASCII each broken one needs
 */
function fits(text: string, oneIn: number): boolean {
  if (!text.includes('\ufffd')) return true;
  let good = 0;
  let broken = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0xfffd) broken++;
    else if (code >= 0x80) good++;
  }
  return broken * oneIn <= good;
}

function isAscii(body: Buffer): boolean {
  return !body.includes(0) && body.every((byte) => byte < 0x80);
}
