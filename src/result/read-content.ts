import { RequestFailure } from '../request-failure.ts';
import { answeredErrors } from './select/answered-errors.ts';
import { Table } from './budget/truncated.ts';
import { decode, type Decoded } from './decode/decode.ts';
import { documentNotes, textNotes } from './decode/document-note.ts';
import { htmlToText } from './html/plain-text.ts';
import { NeedsConverters, withConverters, type Converters } from './converters.ts';
import { readExtract } from './read-extract.ts';
import type { Reading } from './reading.ts';

/** A body as a value. */
export interface BodyContent {
  readonly kind: 'json' | 'text' | 'binary';
  /** Parsed JSON, text, or a description of a binary body. */
  readonly value: unknown;
  /** The value as it is shown, where that is another: rows with the names of their columns once. */
  readonly table?: Table | undefined;
  readonly mimeType: string;
  /** What the reader should know of the way it was read. */
  readonly notes: readonly string[];
  /** Whether it had numbers that JavaScript would change, which are strings now. */
  readonly hasQuotedNumbers?: boolean | undefined;
}

/** How a body is read before anything is selected from it. */
type ContentReading = Omit<Reading, 'select' | 'pages'>;

/**
 * Reads a body: decoded by its charset, JSON parsed, HTML as Markdown, XML and CSV as JSON; or what is extracted from it. It can take seconds for a
 * hostile page: run it where that holds up nobody.
 * @throws {RequestFailure} `decode` if it cannot be read as what it was asked for, unless the reading is lenient
 * @throws {SelectError} if nothing can be extracted from it that is to be
 */
export function readContent(body: Buffer, reading: ContentReading): Promise<BodyContent> {
  return withConverters((converters) => readContentNow(body, reading, converters));
}

/**
 * The same at once.
 * @throws {NeedsConverters} if it is a page, and they are not given
 * @throws as {@link readContent}
 */
export function readContentNow(body: Buffer, reading: ContentReading, converters?: Converters): BodyContent {
  if (reading.extract !== undefined) {
    if (!converters) throw new NeedsConverters();
    const { value, notes } = readExtract(body, { ...reading, extract: reading.extract }, converters);
    return { kind: 'json', value, mimeType: 'application/json', notes };
  }
  if (!reading.isLenient) return read(body, reading, converters);
  try {
    const content = read(body, { ...reading, as: reading.as === 'json' ? 'auto' : reading.as }, converters);
    // A failure in words that are called CSV is a header at best.
    return content.table?.rows.length === 0 ? read(body, { ...reading, as: 'text' }, converters) : content;
  } catch (error) {
    if (!(error instanceof RequestFailure)) throw error;
    return read(body, { ...reading, as: 'text' }, converters);
  }
}

function read(
  body: Buffer,
  { contentType, as, url, isLenient, plainBecause }: ContentReading,
  converters: Converters | undefined,
): BodyContent {
  const decoded = decode(body, contentType, { as, url });
  const noted = 'note' in decoded && decoded.note !== undefined ? [decoded.note] : [];
  switch (decoded.kind) {
    case 'json': {
      const { value, hasQuotedNumbers } = decoded;
      const notes = isLenient ? noted : [...noted, ...answeredErrors(value)];
      return { kind: 'json', value, table: tableOf(decoded), mimeType: 'application/json', notes, hasQuotedNumbers };
    }
    case 'text': {
      const notes = as === 'text' && !isLenient ? [...noted, ...textNotes(body, contentType)] : noted;
      return { kind: 'text', value: decoded.text, mimeType: 'text/plain', notes };
    }
    case 'html': {
      if (plainBecause !== undefined) {
        const plain = [...noted, `converted as plain text: ${plainBecause}`];
        return { kind: 'text', value: htmlToText(decoded.html), mimeType: 'text/plain', notes: plain };
      }
      if (!converters) throw new NeedsConverters();
      const { markdown, notes } = converters.pageToMarkdown(decoded.html, url);
      return { kind: 'text', value: markdown, mimeType: 'text/markdown', notes: [...noted, ...notes] };
    }
    case 'base64':
      return { kind: 'binary', value: decoded.base64, mimeType: decoded.type, notes: [] };
    case 'binary':
      break;
  }
  return { kind: 'binary', value: described(decoded), mimeType: decoded.type, notes: documentNotes(decoded.type) };
}

function tableOf({ value, columns }: Extract<Decoded, { kind: 'json' }>): Table | undefined {
  return columns && Array.isArray(value) ? new Table(columns, value) : undefined;
}

function described({ type, bytes, width, height }: Extract<Decoded, { kind: 'binary' }>): unknown {
  return width === undefined || height === undefined ? { type, bytes } : { type, bytes, width, height };
}
