import { isAscii, isUtf8 } from 'node:buffer';
import { documentCharset, headerCharset, type DeclaredCharset, type TextHint } from './declared-charset.ts';
import { guessCharset } from './guess-charset.ts';
import { decodeLegacy, isMultiByte } from './legacy-charset.ts';
import { byteOrderMark, decodeUnicode, jsonForm, unmarkedUtf16 } from './unicode.ts';
import { tallyUtf8 } from './utf8-tally.ts';

export type { TextHint } from './declared-charset.ts';

/** A text and the charset it was read in, by its WHATWG name (or `utf-32le`, `utf-32be`). */
export interface DecodedText {
  readonly text: string;
  readonly charset: string;
  /** What is doubtful: a charset that had to be guessed, bytes that are broken. */
  readonly note?: string;
}

/** So many characters are UTF-8 by no accident, where a multi-byte charset was declared. */
const NO_ACCIDENT = 6;

/**
 * Turns bytes into text. The charset is, in this order: what a byte order mark says, what the Content-Type says, what
 * the document says, UTF-8 if the bytes are that, and else a guess, with a note. A declaration that is unknown, or that
 * plainly does not fit the bytes, counts for nothing; UTF-8 is UTF-8 where something else was declared.
 * Bytes that are broken are U+FFFD, with a note: a few of them do not put the charset in doubt.
 * JSON is UTF-8 (RFC 8259 section 8.1) unless its first bytes say UTF-16 or UTF-32; only what is not goes by the rest.
 * Never throws. Takes time in proportion to the bytes.
 * @param contentType the header, if there is one
 * @param hint which document it is, and so where it may declare its charset
 */
export function decodeText(body: Buffer, contentType: string | undefined, hint: TextHint): DecodedText {
  const form = hint === 'json' ? jsonForm(body) : byteOrderMark(body);
  if (form?.charset === 'utf-8') return inUtf8(body.subarray(form.mark));
  if (form) return noted(decodeUnicode(body, form), form.charset);
  if (isPlainAscii(body)) return { text: body.toString('latin1'), charset: 'utf-8' };
  const isValid = isUtf8(body);
  if (hint === 'json' && isValid) return inUtf8(body);
  const remarks: string[] = [];
  for (const declared of declarations(body, contentType, hint, isValid)) {
    const text = inDeclared(body, declared, isValid);
    if (text) return text;
    remarks.push(`declared: ${declared.label.slice(0, 40).toWellFormed()}`);
  }
  return detected(body, isValid, remarks);
}

/** What is declared, in the order in which it counts. */
function* declarations(
  body: Buffer,
  contentType: string | undefined,
  hint: TextHint,
  isValid: boolean,
): Generator<DeclaredCharset> {
  const header = headerCharset(contentType);
  // Servers put UTF-8 on whatever they have. Where nothing of a document is UTF-8, it knows better itself.
  const isDefault = header?.encoding === 'utf-8' && !isValid && tallyUtf8(body).good === 0;
  const own = header && !isDefault ? undefined : documentCharset(body, hint);
  if (isDefault && own?.encoding !== undefined && own.encoding !== 'utf-8') yield own;
  if (header) yield header;
  const late = own ?? documentCharset(body, hint);
  if (late) yield late;
}

/** The first bytes as text, good enough to see what kind of document it is. */
export function startOf(body: Buffer, bytes: number): string {
  const head = body.subarray(0, bytes - (bytes % 2));
  const charset = byteOrderMark(head)?.charset ?? unmarkedUtf16(head);
  return charset ? decodeUnicode(head, { charset, mark: byteOrderMark(head)?.mark ?? 0 }) : head.toString('latin1');
}

/** ASCII in every charset: without the escapes of ISO-2022-JP, and the zeros of UTF-16. */
function isPlainAscii(body: Buffer): boolean {
  return isAscii(body) && !body.includes(0x1b) && !body.includes(0);
}

function inDeclared(body: Buffer, { encoding }: DeclaredCharset, isValid: boolean): DecodedText | undefined {
  if (encoding === undefined) return undefined;
  if (encoding.startsWith('utf-16')) return inUtf16(body, encoding);
  if (unmarkedUtf16(body)) return undefined;
  if (encoding === 'utf-8') return isValid || !isPlainlyOther(body) ? inUtf8(body) : undefined;
  if (isValid && isMislabelled(body, encoding)) return inUtf8(body);
  const text = decodeLegacy(body, encoding);
  const { good, broken } = tallyText(text);
  if (broken > 2 && broken > good) return undefined;
  return isValid && broken > 0 && isMultiByte(encoding) && tallyUtf8(body).good > 0
    ? inUtf8(body)
    : noted(text, encoding, broken);
}

/** A few bytes that are broken leave it UTF-8. Other texts have hardly a character that is UTF-8, and speak clearly. */
function isPlainlyOther(body: Buffer): boolean {
  const { good, broken } = tallyUtf8(body);
  return broken > 2 && broken > good * 2 && guessCharset(body).isClear;
}

/** Bytes that are UTF-8, and were declared to be something else: only by accident could they be that. */
function isMislabelled(body: Buffer, encoding: string): boolean {
  const { good } = tallyUtf8(body);
  if (encoding === 'windows-1252') return good > 0;
  return good >= (isMultiByte(encoding) ? NO_ACCIDENT : 2);
}

/** A label "utf-16" without a mark says little about the order: the zeros know better. What is UTF-8 is not UTF-16. */
function inUtf16(body: Buffer, encoding: string): DecodedText | undefined {
  const seen = unmarkedUtf16(body);
  if (!seen && isUtf8(body)) return undefined;
  const charset = seen ?? (encoding === 'utf-16be' ? 'utf-16be' : 'utf-16le');
  return noted(decodeUnicode(body, { charset, mark: 0 }), charset);
}

function inUtf8(body: Buffer): DecodedText {
  return noted(decodeUnicode(body, { charset: 'utf-8', mark: 0 }), 'utf-8', isUtf8(body) ? 0 : tallyUtf8(body).broken);
}

function detected(body: Buffer, isValid: boolean, remarks: readonly string[]): DecodedText {
  const utf16 = unmarkedUtf16(body);
  if (utf16) return noted(decodeUnicode(body, { charset: utf16, mark: 0 }), utf16);
  if (isValid) return (body.includes('\u001b$') ? escaped(body) : undefined) ?? inUtf8(body);
  const { good, broken } = tallyUtf8(body);
  if (good >= broken) return inUtf8(body);
  const { charset } = guessCharset(body);
  const guess = `charset guessed: ${charset}${remarks.length > 0 ? ` (${remarks.join(', ')})` : ''}`;
  const { text, note } = noted(decodeLegacy(body, charset), charset);
  return { text, charset, note: note === undefined ? guess : `${guess}; ${note}` };
}

/** ISO-2022-JP, which no other text looks like: escapes, and nothing broken between them. */
function escaped(body: Buffer): DecodedText | undefined {
  const text = decodeLegacy(body, 'iso-2022-jp');
  return text.includes('\ufffd') ? undefined : { text, charset: 'iso-2022-jp', note: 'charset guessed: iso-2022-jp' };
}

function noted(text: string, charset: string, broken = tallyText(text).broken): DecodedText {
  if (broken === 0) return { text, charset };
  const places = broken === 1 ? '1 place is not' : `${broken} places are not`;
  return { text, charset, note: `${places} valid ${charset}: U+FFFD stands for what is broken` };
}

/** Characters beyond ASCII, and those that stand for broken bytes. */
function tallyText(text: string): { readonly good: number; readonly broken: number } {
  let good = 0;
  let broken = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0xfffd) broken++;
    else if (code >= 0x80) good++;
  }
  return { good, broken };
}
