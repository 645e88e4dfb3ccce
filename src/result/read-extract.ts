import type { Converters } from './converters.ts';
import { decodeText } from './decode/charset.ts';
import { inspect, type Kind } from './decode/content-kind.ts';
import { describe } from './decode/describe-binary.ts';
import type { Extracted } from './html/extract/extract-from.ts';
import { ExtractError } from './html/extract/extract-error.ts';
import { NoDocument, NothingExtracted, SelectError } from './select/select-error.ts';

/**
 * Extracts from a body what `extract` asks for: from HTML, from XML, and from what begins as such whatever it is called.
 * @param extract as a caller wrote it
 * @param url of the answer, absolute
 * @throws {NothingExtracted} if nothing matched, with what is near
 * @throws {SelectError} if it cannot be done on this body
 */
export function readExtract(
  body: Buffer,
  { contentType, url, extract }: { readonly contentType: string | undefined; readonly url: string; readonly extract: unknown },
  { extractFrom, parseExtract }: Converters,
): Extracted {
  const kind = markupOf(body, contentType);
  const { text, note } = decodeText(body, contentType, kind);
  const spec = parseExtract(extract);
  if (!('fields' in spec)) throw new SelectError(spec.map(({ path, message }) => `extract.${path}: ${message}`).join('; '));
  try {
    const { value, notes } = extractFrom(text, kind, url, spec);
    return { value, notes: note === undefined ? notes : [note, ...notes] };
  } catch (error) {
    if (!(error instanceof ExtractError)) throw error;
    const message = `extract: ${error.message}`;
    throw error.isNothing
      ? new NothingExtracted(message, { cause: error, isNothing: true })
      : new SelectError(message, { cause: error });
  }
}

/** @throws {NoDocument} if the body is neither HTML nor XML */
function markupOf(body: Buffer, contentType: string | undefined): 'html' | 'xml' {
  const { kind } = inspect(contentType, body);
  if (kind === 'html' || kind === 'xml') return kind;
  const start =
    kind === 'text'
      ? body
          .subarray(0, MAX_START)
          .toString('latin1')
          .replace(/^(?:\u00ef\u00bb\u00bf)?\s*/, '')
      : '';
  if (/^<\?xml\s|^<svg[\s>]/.test(start)) return 'xml';
  if (/^<(?:!doctype|!--|[a-z])/i.test(start)) return 'html';
  throw unfit(kind, body, contentType);
}

/** Characters at the beginning of a body in which it shows what it is. */
const MAX_START = 1_024;

function unfit(kind: Kind, body: Buffer, contentType: string | undefined): NoDocument {
  const works = 'extract works on HTML and XML, and the body is';
  if (kind === 'json' || kind === 'ndjson' || kind === 'csv') {
    return new NoDocument(`${works} ${kind.toUpperCase()}; leave extract out, and use "select"`, true);
  }
  return new NoDocument(
    `${works} ${kind === 'text' ? 'plain text' : describe(body, contentType).type}; leave extract out`,
    false,
  );
}
