import { RequestFailure } from '../../request-failure.ts';
import { decodeText, type DecodedText, type TextHint } from './charset.ts';
import { inspect, looksLike, type Inspected, type Kind } from './content-kind.ts';
import { readCsv } from './csv.ts';
import { describe, type Described } from './describe-binary.ts';
import { mediaParameter, mediaType } from './media-type.ts';
import { namedCsvType } from './named-csv.ts';
import { notJson, tryReadJson, type NoJson, type ReadJson } from './json.ts';
import { looksLikeNdjson, readNdjson } from './ndjson.ts';
import { sniff } from './sniff.ts';
import { parseXml } from './xml.ts';

/** What a body is asked for as. */
export type DecodeAs = 'auto' | 'json' | 'text' | 'markdown' | 'html' | 'base64';

export interface DecodeOptions {
  readonly as: DecodeAs;
  /** The URL that the body came from: what the links of a feed are relative to, and what may call it CSV. */
  readonly url?: string | undefined;
}

/**
 * A body as a value; `html` is to be converted by the caller. A note says what to know about the way it was read. The
 * columns are those of CSV, whose value is a list of objects, to be shown with the columns once. Quoted numbers are strings
 * because JavaScript numbers would not be the same.
 */
export type Decoded =
  | {
      readonly kind: 'json';
      readonly value: unknown;
      readonly note?: string;
      readonly columns?: readonly string[];
      readonly hasQuotedNumbers?: boolean;
    }
  | { readonly kind: 'text'; readonly text: string; readonly note?: string }
  | { readonly kind: 'html'; readonly html: string; readonly note?: string }
  | ({ readonly kind: 'binary' } & Described)
  | { readonly kind: 'base64'; readonly base64: string; readonly type: string };

/**
 * Turns bytes into a value.
 * `auto`: JSON, NDJSON, XML, feeds and CSV (by its label, or by its URL if that says nothing) as values, HTML for
 * conversion, text, or a description of what is none.
 * `json` insists on a value: JSON, NDJSON, CSV, or XML, all of it also where it is a feed. `text` is the text of
 * anything. `markdown` is HTML for conversion, and other text as it is. `html` is the source. `base64` is the bytes.
 * Synchronous, and in time that is proportional to the bytes.
 * @param contentType the header, if there is one; without it the bytes decide
 * @throws {RequestFailure} `decode` if it cannot be had like that; the message says what to use instead
 */
export function decode(body: Buffer, contentType: string | undefined, { as, url }: DecodeOptions): Decoded {
  if (as === 'base64') return { kind: as, base64: body.toString(as), type: describe(body, contentType).type };
  if (as === 'text') return textIn(body, contentType, looksLike(contentType, body));
  const seen = inspect(contentType, body);
  const { kind } = seen;
  if (kind === 'binary' && as !== 'json') {
    const described = describe(body, contentType);
    if (as === 'auto') return { kind, ...described };
    const { type, bytes } = described;
    throw refusal(`the body is ${type} (${bytes} bytes), which cannot be had as ${as}; ${FOR_BINARY}`);
  }
  if (as === 'html') return withNote(textIn(body, contentType, kind), notHtml(kind));
  if (as === 'markdown' && kind !== 'html') return textIn(body, contentType, kind);
  if (kind === 'json' || kind === 'ndjson') return jsonOf(body, contentType, seen, as === 'json');
  const text = decodeText(body, contentType, hintOf(kind, contentType));
  if (kind === 'xml') return insist(as, withNote(parseXml(text.text, { url, isFeedWanted: as === 'auto' }), text.note));
  if (kind === 'csv') return insist(as, csvOf(text, contentType));
  const named = kind === 'text' && as !== 'markdown' ? namedCsv(text, contentType, url) : undefined;
  if (named) return named;
  if (as === 'json') return jsonOf(body, contentType, seen, true);
  return kind === 'html' ? withNote({ kind, html: text.text }, text.note) : textOf(text);
}

/** @throws {RequestFailure} if a value was asked for, and there is only a text, with a note that says why */
function insist(as: DecodeAs, decoded: Decoded): Decoded {
  if (as !== 'json' || decoded.kind !== 'text') return decoded;
  throw refusal(`${(decoded.note ?? '').replace(/, and is returned as text/, '')}; use "as": "text" to see it`);
}

const FOR_BINARY = 'use "as": "base64" for the bytes, or "auto" for the type and size';

/**
 * JSON, or NDJSON, which servers call application/json, too.
 * @param isPromised whether it has to be JSON; if it only looked like NDJSON, it may be text after all
 */
function jsonOf(body: Buffer, contentType: string | undefined, seen: Inspected, isWanted: boolean): Decoded {
  const text = seen.json?.text ?? decodeText(body, contentType, 'json');
  if (seen.kind === 'ndjson') {
    try {
      return valueOf(readNdjson(text.text), text, isWanted);
    } catch (error) {
      const isPromised = isWanted || /json/.test(mediaType(contentType));
      if (isPromised || !(error instanceof RequestFailure)) throw error;
      return textOf(text);
    }
  }
  const read = seen.json?.read ?? tryReadJson(text.text);
  if (!('problem' in read)) return valueOf(read, text, isWanted);
  if (looksLikeNdjson(text.text)) return valueOf(readNdjson(text.text), text, isWanted);
  throw noJson(body, contentType, text, read);
}

function noJson(body: Buffer, contentType: string | undefined, text: DecodedText, read: NoJson): RequestFailure {
  if (!sniff(body)) return notJson(text.text, read);
  const { type, bytes } = describe(body, contentType);
  return refusal(`the body is ${type} (${bytes} bytes), not JSON; ${FOR_BINARY}`);
}

/** @param isWanted whether it has to be JSON: pages are joined as JSON alone */
function valueOf({ repeated, ...read }: ReadJson, { note }: DecodedText, isWanted: boolean): Decoded {
  const told = repeated === undefined || isWanted ? repeated : `${repeated}; "as": "text" has all`;
  return withNote(withNote({ kind: 'json', ...read }, told), note);
}

function csvOf(text: DecodedText, contentType: string | undefined): Decoded {
  const type = mediaType(contentType);
  const header = mediaParameter(contentType, 'header')?.toLowerCase();
  const csv = readCsv(text.text, {
    delimiter: /tab-separated|tsv$/.test(type) ? '\t' : undefined,
    hasHeader: header === 'present' ? true : header === 'absent' ? false : undefined,
  });
  if (!csv) return withNote(textOf(text), 'the CSV has more than 16,384 columns, and is returned as text');
  const { columns, rows, note } = csv;
  return withNote(withNote({ kind: 'json', value: rows, columns }, note), text.note);
}

/** CSV that is called so by its URL alone, if it has more than one column. */
function namedCsv(text: DecodedText, contentType: string | undefined, url: string | undefined): Decoded | undefined {
  const type = namedCsvType(contentType, url);
  const csv = type === undefined ? undefined : csvOf(text, type);
  return csv?.kind === 'json' && (csv.columns?.length ?? 0) > 1 ? csv : undefined;
}

function textIn(body: Buffer, contentType: string | undefined, kind: Kind): Decoded {
  return textOf(decodeText(body, contentType, hintOf(kind, contentType)));
}

function textOf({ text, note }: DecodedText): Decoded {
  return withNote({ kind: 'text', text }, note);
}

function withNote<T extends Decoded & { readonly note?: string }>(decoded: T, note: string | undefined): T {
  if (note === undefined) return decoded;
  return { ...decoded, note: decoded.note === undefined ? note : `${decoded.note}; ${note}` };
}

function hintOf(kind: Kind, contentType: string | undefined): TextHint {
  if (kind === 'html' || kind === 'xml') return kind;
  if (kind === 'json' || kind === 'ndjson') return 'json';
  const type = mediaType(contentType);
  if (type === 'text/css') return 'css';
  if (type === 'text/html' || type === 'application/xhtml+xml') return 'html';
  return /[/+]xml$/.test(type) ? 'xml' : 'text';
}

function notHtml(kind: Kind): string | undefined {
  const isData = kind === 'json' || kind === 'ndjson' || kind === 'csv';
  return isData ? `the body is ${kind.toUpperCase()}, not HTML, and is returned as it is` : undefined;
}

function refusal(message: string): RequestFailure {
  return new RequestFailure({ outcome: 'decode', message });
}
