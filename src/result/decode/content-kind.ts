import { parseMIMEType } from 'undici';
import { RequestFailure } from '../../request-failure.ts';
import { decodeText, startOf } from './charset.ts';
import { looksLikeNdjson, parseJson } from './json.ts';
import { sniff } from './sniff.ts';

/** How a body is to be read. */
export type Kind = 'json' | 'ndjson' | 'html' | 'xml' | 'csv' | 'text' | 'binary';

/** A kind, and the value where it took parsing to find out. */
export interface Inspected {
  readonly kind: Kind;
  readonly value?: unknown;
}

/** Bytes that tell what kind of document it is. */
const HEAD = 1_024;

const JSON_TYPE = /^(?:application|text)\/(?:x-)?json$|\+json$/;
const NDJSON_TYPE = /^(?:application|text)\/(?:(?:x-)?(?:ndjson|json-?l(?:ines)?|json-seq)|stream\+json)$|\+json-seq$/;
const CSV_TYPE = /^(?:text|application)\/(?:x-)?(?:csv|comma-separated-values|tab-separated-values|tsv)$/;
const XML_TYPE = /^(?:application|text)\/xml$|\+xml$/;
const TEXT_TYPE = /^text\/(?!plain$)|^application\/(?:x-)?(?:javascript|www-form-urlencoded|yaml|toml|sql)$|\+yaml$/;
const BINARY_TYPE = /^(?:image|audio|video|font|model)\/(?!.*\+xml$)/;

/** The media type without its parameters, in lower case; '' if there is none, or what there is is malformed. */
export function mediaType(contentType: string | undefined): string {
  const parsed = parseMIMEType(contentType ?? '');
  return parsed === 'failure' ? '' : parsed.essence.toLowerCase();
}

/**
 * How to read a body: by its media type; by its bytes where that is missing, says nothing (text/plain,
 * application/octet-stream, an unknown application type) or is contradicted by magic bytes. A JSON object or array is
 * JSON under any text type. HTML called text/plain is somebody's source text and stays text.
 */
export function kindOf(contentType: string | undefined, body: Buffer): Kind {
  return inspect(contentType, body).kind;
}

/** {@link kindOf}, with the JSON value where looking for JSON found one. */
export function inspect(contentType: string | undefined, body: Buffer): Inspected {
  const type = mediaType(contentType);
  if (sniff(body)) return { kind: 'binary' };
  const labelled = byLabel(type);
  if (labelled) return { kind: labelled };
  const head = startOf(body, HEAD);
  if (!TEXT_TYPE.test(type) && !XML_TYPE.test(type) && isBinary(head)) return { kind: 'binary' };
  return foundJson(body, contentType, head) ?? { kind: byMarkup(type, head) };
}

/** The kinds that a label settles; a document type may turn out to be something else. */
function byLabel(type: string): Kind | undefined {
  if (NDJSON_TYPE.test(type)) return 'ndjson';
  if (JSON_TYPE.test(type)) return 'json';
  if (CSV_TYPE.test(type)) return 'csv';
  if (type === 'image/svg+xml') return 'text'; // a drawing: as a value it is longer, and no clearer
  return BINARY_TYPE.test(type) ? 'binary' : undefined;
}

function byMarkup(type: string, head: string): Kind {
  const markup = head
    .replace(/^\ufeff/, '')
    .replaceAll(/<!--[\s\S]*?(?:-->|$)/g, '')
    .trimStart();
  const isHtml = /^(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)[\s>]/i.test(markup);
  const isXml = /^<\?xml\s/.test(markup) || /^<(?:rss|feed|rdf:RDF)[\s>]/.test(markup);
  if (type === 'text/html' || type === 'application/xhtml+xml') return isXml && !isHtml ? 'xml' : 'html';
  if (XML_TYPE.test(type)) return isHtml ? 'html' : 'xml';
  if (TEXT_TYPE.test(type)) return 'text';
  if (isHtml) return type === 'text/plain' ? 'text' : 'html';
  return isXml ? 'xml' : 'text';
}

function foundJson(body: Buffer, contentType: string | undefined, head: string): Inspected | undefined {
  if (!/^[\ufeff\s]*[[{]/.test(head.replace('\u001e', ''))) return undefined;
  const { text } = decodeText(body, contentType, 'json');
  try {
    return { kind: 'json', value: parseJson(text) };
  } catch (error) {
    if (!(error instanceof RequestFailure)) throw error;
    return looksLikeNdjson(text) ? { kind: 'ndjson' } : undefined; // Nobody said it was JSON: it only looks like it.
  }
}

/** A NUL, or more than one in fifty of the other control characters that text has no use for. */
function isBinary(head: string): boolean {
  let controls = 0;
  for (let at = 0; at < head.length; at++) {
    const code = head.charCodeAt(at);
    if (code === 0) return true;
    const isUsual = (code >= 0x09 && code <= 0x0d) || code === 0x1b || code === 0x1e; // white space, ESC, RS
    if (code < 0x20 && !isUsual) controls++;
  }
  return controls * 50 > head.length;
}
