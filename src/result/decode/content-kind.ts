import { decodeText, startOf, type DecodedText } from './charset.ts';
import { startsGuarded } from './json-slips.ts';
import { tryReadJson, type NoJson, type ReadJson } from './json.ts';
import { mediaType } from './media-type.ts';
import { looksLikeNdjson } from './ndjson.ts';
import { sniff } from './sniff.ts';

/** How a body is to be read. */
export type Kind = 'json' | 'ndjson' | 'html' | 'xml' | 'csv' | 'text' | 'binary';

/** A kind, and what came of looking for JSON where it took parsing to find out. */
export interface Inspected {
  readonly kind: Kind;
  readonly json?: { readonly text: DecodedText; readonly read: ReadJson | NoJson };
}

/** Bytes that tell what kind of document it is. */
const HEAD = 1_024;

const JSON_TYPE = /^(?:application|text)\/(?:x-)?json$|\+json$/;
const NDJSON_TYPE = /^(?:application|text)\/(?:(?:x-)?(?:ndjson|json-?l(?:ines)?|json-seq)|stream\+json)$|\+json-seq$/;
const CSV_TYPE = /^(?:text|application)\/(?:x-)?(?:csv|comma-separated-values|tab-separated-values|tsv)$/;
const XML_TYPE = /^(?:application|text)\/xml$|\+xml$/;
const TEXT_TYPE = /^text\/(?!plain$)|^application\/(?:x-)?(?:javascript|www-form-urlencoded|yaml|toml|sql)$|\+yaml$/;
const SCRIPT_TYPE = /^(?:text|application)\/(?:x-)?(?:javascript|ecmascript)$/;
const BINARY_TYPE = /^(?:image|audio|video|font|model)\/(?!.*\+xml$)/;

/**
 * How to read a body: by its media type; by its bytes where that is missing, says nothing (text/plain,
 * application/octet-stream, an unknown application type) or is contradicted by magic bytes. What is JSON is JSON under
 * any type, and so is JSON in a call (JSONP) that is called a script. HTML called text/plain is somebody's source text
 * and stays text. JSON that no label promises is parsed to find out, once: the result comes with the kind.
 */
export function inspect(contentType: string | undefined, body: Buffer): Inspected {
  const type = mediaType(contentType);
  if (sniff(body)) return { kind: 'binary' };
  if (NDJSON_TYPE.test(type)) return { kind: 'ndjson' };
  if (JSON_TYPE.test(type)) return { kind: 'json' };
  if (type === 'image/svg+xml') return { kind: 'text' }; // a drawing: as a value it is longer, and no clearer
  const head = startOf(body, HEAD);
  const isText = TEXT_TYPE.test(type) || XML_TYPE.test(type) || CSV_TYPE.test(type);
  if (!isText && isBinary(head)) return { kind: 'binary' };
  const json = lookForJson(body, contentType, head);
  if (json && !('problem' in json.read)) return { kind: 'json', json };
  const isLines = json !== undefined && looksLikeNdjson(json.text.text);
  return { kind: isLines ? 'ndjson' : byMarkup(type, head), ...(json ? { json } : {}) };
}

/** Whether a media type says that a body is JSON, or lines of it: then it is read as such, or is binary, whatever its bytes are. */
export function isJsonType(contentType: string | undefined): boolean {
  const type = mediaType(contentType);
  return JSON_TYPE.test(type) || NDJSON_TYPE.test(type);
}

/** How a body that is wanted as text looks, without parsing it: which places may declare its charset depends on it. */
export function looksLike(contentType: string | undefined, body: Buffer): Kind {
  const head = startOf(body, HEAD);
  return looksLikeJson(contentType, head) ? 'json' : byMarkup(mediaType(contentType), head);
}

function looksLikeJson(contentType: string | undefined, head: string): boolean {
  if (isJsonType(contentType)) return true;
  return /^[\ufeff\s]*[[{]/.test(head.replace('\u001e', '')) || startsGuarded(head, SCRIPT_TYPE.test(mediaType(contentType)));
}

function byMarkup(type: string, head: string): Kind {
  const markup = head
    .replace(/^(?:\ufeff|\u00ef\u00bb\u00bf)/, '')
    .replaceAll(/<!--[\s\S]*?(?:-->|$)/g, '')
    .trimStart();
  const isHtml = /^(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)[\s>]/i.test(markup);
  const isXml = /^<\?xml\s/.test(markup) || /^<(?:rss|feed|[\w.-]+:feed|rdf:RDF)[\s>]/.test(markup);
  if (BINARY_TYPE.test(type)) return 'binary';
  if (type === 'text/html' || type === 'application/xhtml+xml') return isXml && !isHtml ? 'xml' : 'html';
  if (XML_TYPE.test(type)) return isHtml ? 'html' : 'xml';
  if (CSV_TYPE.test(type)) return isHtml ? 'html' : 'csv';
  if (TEXT_TYPE.test(type)) return 'text';
  if (isHtml) return type === 'text/plain' ? 'text' : 'html';
  return isXml ? 'xml' : 'text';
}

function lookForJson(body: Buffer, contentType: string | undefined, head: string): Inspected['json'] {
  if (!looksLikeJson(contentType, head)) return undefined;
  const text = decodeText(body, contentType, 'json');
  return { text, read: tryReadJson(text.text) };
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
