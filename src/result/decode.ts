import { parseMIMEType } from 'undici';
import { HttpFailure } from '../http/errors.ts';

/** A body as a value. */
export type Decoded =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'binary'; readonly type: string; readonly bytes: number };

/** Deeper JSON than this is an attack: 100,000 nested arrays parse, and then end the process that writes them. */
const MAX_DEPTH = 200;

/**
 * Turns bytes into a value: JSON, text, or a description of what is neither.
 * @param contentType the header, if there is one; without it the bytes decide
 * @param as `auto` goes by the media type and the bytes, `json` and `text` insist
 * @throws {HttpFailure} `decode` if what should be JSON is not
 */
export function decode(body: Buffer, contentType: string | undefined, as: 'auto' | 'json' | 'text'): Decoded {
  const parsed = parseMIMEType(contentType ?? '');
  const type = parsed === 'failure' ? '' : parsed.essence.toLowerCase();
  const charset = parsed === 'failure' ? undefined : parsed.parameters.get('charset');
  if (as === 'text') return { kind: 'text', text: textOf(body, charset) };
  if (as === 'json' || isJson(type)) return { kind: 'json', value: parseJson(jsonText(body)) };
  if (isText(type)) return { kind: 'text', text: textOf(body, charset) };
  return sniff(body, type, charset);
}

function isJson(type: string): boolean {
  return /^(application|text)\/json$|\+json$/.test(type);
}

function isText(type: string): boolean {
  if (type === 'text/plain') return false; // what servers say when they do not know
  return /^text\/|^application\/(xml|javascript|x-www-form-urlencoded|yaml|toml|graphql)$|\+(xml|yaml)$/.test(type);
}

/** No media type, or one that says nothing. */
function sniff(body: Buffer, type: string, charset: string | undefined): Decoded {
  const binary = body.subarray(0, 1_024).includes(0) || (type !== '' && !/^text\/|^application\/octet-stream$/.test(type));
  if (binary) return { kind: 'binary', type: type || 'application/octet-stream', bytes: body.length };
  const text = textOf(body, charset);
  if (/^\s*[[{]/.test(text)) {
    try {
      return { kind: 'json', value: parseJson(text) };
    } catch {
      // Nobody said it was JSON: it only looks like it.
    }
  }
  return { kind: 'text', text };
}

/** JSON is UTF-8 (RFC 8259 section 8.1) unless a byte order mark says otherwise. */
function jsonText(body: Buffer): string {
  return textOf(body, 'utf-8');
}

function textOf(body: Buffer, charset: string | undefined): string {
  return new TextDecoder(byteOrderMark(body) ?? known(charset)).decode(body);
}

function byteOrderMark(body: Buffer): string | undefined {
  if (body[0] === 0xff && body[1] === 0xfe) return 'utf-16le';
  if (body[0] === 0xfe && body[1] === 0xff) return 'utf-16be';
  return body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? 'utf-8' : undefined;
}

function known(charset: string | undefined): string {
  try {
    return new TextDecoder(charset ?? 'utf-8').encoding;
  } catch {
    return 'utf-8';
  }
}

function parseJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const start = text.trimStart().slice(0, 80);
    const position = error instanceof Error ? /position \d+/.exec(error.message)?.[0] : undefined;
    const where = text.trim() === '' ? 'it is empty' : `it starts with ${JSON.stringify(start)}`;
    const message = `the body is not valid JSON${position ? ` (at ${position})` : ''}; ${where}; use "as": "text" to see it`;
    throw new HttpFailure({ outcome: 'decode', message, cause: error });
  }
  if (isTooDeep(value)) {
    const message = `the JSON is nested more than ${MAX_DEPTH} levels deep; use "as": "text" to see it`;
    throw new HttpFailure({ outcome: 'decode', message });
  }
  return value;
}

/** Level by level, so that depth costs no stack. */
function isTooDeep(value: unknown): boolean {
  let level = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap((each) => {
      return typeof each === 'object' && each !== null ? (Object.values(each) as unknown[]).filter(isContainer) : [];
    });
  }
  return false;
}

function isContainer(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
