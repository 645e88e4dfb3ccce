import { RequestFailure } from '../../request-failure.ts';
import { decodeText, type TextHint } from './charset.ts';
import { parseCsv } from './csv.ts';
import { looksLikeNdjson, parseJson, parseNdjson } from './json.ts';
import { inspect, type Inspected, type Kind, mediaType } from './content-kind.ts';
import { sniff } from './sniff.ts';
import { parseXml } from './xml.ts';

/** Characters of CSV that are parsed: parsing holds up everything else. */
const MAX_CSV = 2_000_000;

/** What a body is asked for as. */
export type DecodeAs = 'auto' | 'json' | 'text' | 'markdown' | 'html' | 'base64';

/**
 * A body as a value; `html` is to be converted by the caller. A note says what to know about the way it was read.
 */
export type Decoded =
  | { readonly kind: 'json'; readonly value: unknown; readonly note?: string }
  | { readonly kind: 'text'; readonly text: string; readonly note?: string }
  | { readonly kind: 'html'; readonly html: string }
  | ({ readonly kind: 'binary' } & Described)
  | { readonly kind: 'base64'; readonly base64: string; readonly type: string };

/** A body that is not shown. */
interface Described {
  readonly type: string;
  readonly bytes: number;
  /** In pixels, of images that say it in their header. */
  readonly width?: number;
  readonly height?: number;
}

/** Containers: the media type may know better what is in one. */
const CONTAINER = /^application\/(?:zip|gzip|ogg)$|^video\/mp4$/;

/**
 * Turns bytes into a value.
 * `auto`: JSON, NDJSON, XML, feeds and CSV as values, HTML for conversion, text, or a description of what is none.
 * `json` insists on JSON or NDJSON. `text` is the text of anything. `markdown` is HTML for conversion, and other text
 * as it is. `html` is the source. `base64` is the bytes.
 * @param contentType the header, if there is one; without it the bytes decide
 * @throws {HttpFailure} `decode` if it cannot be had like that; the message says what to use instead
 */
export async function decode(body: Buffer, contentType: string | undefined, as: DecodeAs): Promise<Decoded> {
  if (as === 'base64') return { kind: as, base64: body.toString(as), type: describe(body, contentType).type };
  const seen = inspect(contentType, body);
  const text = (): string => decodeText(body, contentType, hintOf(seen.kind, contentType)).text;
  if (as === 'text') return { kind: 'text', text: text() };
  if (as === 'json') return await insist(body, contentType, seen);
  if (seen.kind === 'binary') {
    const described = describe(body, contentType);
    if (as === 'auto') return { kind: 'binary', ...described };
    const { type, bytes } = described;
    throw refusal(`the body is ${type} (${bytes} bytes), which cannot be had as ${as}; ${FOR_BINARY}`);
  }
  if (as === 'html') return { kind: 'text', text: text(), ...notHtml(seen.kind) };
  if (seen.kind === 'html') return { kind: 'html', html: text() };
  return as === 'markdown' ? { kind: 'text', text: text() } : readable(body, contentType, seen, text);
}

const FOR_BINARY = 'use "as": "base64" for the bytes, or "auto" for the type and size';

/** What `auto` makes of a body that is neither binary nor HTML. */
async function readable(body: Buffer, contentType: string | undefined, seen: Inspected, text: () => string): Promise<Decoded> {
  const { kind } = seen;
  if (kind === 'json') return 'value' in seen ? { kind, value: seen.value } : labelledJson(body, contentType);
  if (kind === 'ndjson') return lines(text(), mediaType(contentType));
  if (kind === 'xml') return parseXml(text());
  if (kind !== 'csv') return { kind: 'text', text: text() };
  const csv = text();
  if (csv.length > MAX_CSV) return { kind: 'text', text: csv, note: 'the CSV is larger than 2 MB and is returned as text' };
  return { kind: 'json', value: await parseCsv(csv, isTsv(contentType) ? '\t' : undefined) };
}

/** Servers call NDJSON application/json, too. */
async function labelledJson(body: Buffer, contentType: string | undefined): Promise<Decoded> {
  const { text } = decodeText(body, contentType, 'json');
  try {
    return { kind: 'json', value: parseJson(text) };
  } catch (error) {
    if (looksLikeNdjson(text)) return { kind: 'json', value: parseNdjson(text) };
    throw error;
  }
}

/** NDJSON by its label has to be that; by its looks it may be something else after all. */
function lines(text: string, type: string): Decoded {
  try {
    return { kind: 'json', value: parseNdjson(text) };
  } catch (error) {
    if (!(error instanceof RequestFailure) || /json/.test(type)) throw error;
    return { kind: 'text', text };
  }
}

async function insist(body: Buffer, contentType: string | undefined, seen: Inspected): Promise<Decoded> {
  if ('value' in seen) return { kind: 'json', value: seen.value };
  if (sniff(body)) {
    const { type, bytes } = describe(body, contentType);
    throw refusal(`the body is ${type} (${bytes} bytes), not JSON; ${FOR_BINARY}`);
  }
  if (seen.kind === 'ndjson') return { kind: 'json', value: parseNdjson(decodeText(body, contentType, 'json').text) };
  try {
    return await labelledJson(body, contentType);
  } catch (error) {
    if (!(error instanceof RequestFailure) || (seen.kind !== 'xml' && seen.kind !== 'csv')) throw error;
    throw refusal(`${error.message}, or "auto" to have the ${seen.kind.toUpperCase()} as a value`, error);
  }
}

/** The type of what is not shown: by its magic bytes, except where the label knows better what a container holds. */
function describe(body: Buffer, contentType: string | undefined): Described {
  const label = mediaType(contentType);
  const found = sniff(body);
  const isSpecific = /^(?:application|audio|video|image)\//.test(label) && !/octet-stream$|json$|xml$/.test(label);
  const labelWins = !found || (isSpecific && CONTAINER.test(found.type));
  return { ...found, type: (labelWins ? label : found.type) || 'application/octet-stream', bytes: body.length };
}

function hintOf(kind: Kind, contentType: string | undefined): TextHint {
  if (kind === 'html' || kind === 'xml') return kind;
  if (kind === 'json' || kind === 'ndjson') return 'json';
  const type = mediaType(contentType);
  if (type === 'text/css') return 'css';
  return type.endsWith('+xml') ? 'xml' : 'text';
}

function notHtml(kind: Kind): { note?: string } {
  const isData = kind === 'json' || kind === 'ndjson' || kind === 'csv';
  return isData ? { note: `the body is ${kind.toUpperCase()}, not HTML, and is returned as it is` } : {};
}

function isTsv(contentType: string | undefined): boolean {
  return /tab-separated|tsv$/.test(mediaType(contentType));
}

function refusal(message: string, cause?: unknown): RequestFailure {
  return new RequestFailure({ outcome: 'decode', message, cause });
}
