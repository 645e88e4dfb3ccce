import { RequestFailure } from '../request-failure.ts';
import { decode, type DecodeAs, type Decoded } from './decode/decode.ts';
import { convertHtml } from './html/convert.ts';
import type { StoredBody } from './store/store.ts';
import type { Workers } from './workers/workers.ts';

/** A body as it is shown, and as it is kept for reading it again. */
export interface BodyContent {
  readonly kind: StoredBody['kind'];
  /** Parsed JSON, text, or what is said of a binary body. */
  readonly value: unknown;
  readonly mimeType: string;
  /** What the reader should know of the way it was read. */
  readonly note?: string | undefined;
  /** The JSON text it was read from in UTF-8, if that is large. */
  readonly source?: Buffer | undefined;
  /** What is stored: JSON or text as UTF-8, or the bytes themselves. */
  bytes(): Buffer;
}

export interface ContentOptions {
  readonly as: DecodeAs;
  /** Of the page, to make its links absolute. */
  readonly url: string;
  readonly workers: Workers;
  readonly signal: AbortSignal;
}

/**
 * Reads a body: decoded by its charset, JSON parsed, HTML as Markdown, XML and CSV as JSON.
 * @throws {HttpFailure} `decode` if it cannot be read as what it was asked for
 * @throws the reason of `options.signal`
 */
export async function readContent(body: Buffer, contentType: string | undefined, options: ContentOptions): Promise<BodyContent> {
  const decoded = await decode(body, contentType, options.as);
  switch (decoded.kind) {
    case 'json':
      return json(decoded.value, decoded.note, decoded.source);
    case 'text':
      return text(decoded.text, 'text/plain', decoded.note);
    case 'html': {
      const { markdown, note } = await convertHtml(decoded.html, options.url, options.workers, options.signal);
      return text(markdown, 'text/markdown', note);
    }
    case 'base64':
      return { kind: 'binary', value: decoded.base64, mimeType: decoded.type, bytes: () => body };
    case 'binary':
      break;
  }
  return { kind: 'binary', value: described(decoded), mimeType: decoded.type, bytes: () => body };
}

/** An error's body is shown as it is: what it says matters more than what it was asked for as. */
export async function leniently(body: Buffer, contentType: string | undefined, options: ContentOptions): Promise<BodyContent> {
  try {
    return await readContent(body, contentType, { ...options, as: options.as === 'json' ? 'auto' : options.as });
  } catch (error) {
    if (!(error instanceof RequestFailure)) throw error;
    return readContent(body, contentType, { ...options, as: 'text' });
  }
}

/**
 * A JSON value as content.
 * @param source its JSON text, if there is one already
 */
export function json(value: unknown, note?: string, source?: Buffer): BodyContent {
  const bytes = (): Buffer => source ?? Buffer.from(JSON.stringify(value) ?? 'null');
  return { kind: 'json', value, mimeType: 'application/json', note, source, bytes };
}

function text(value: string, mimeType: string, note?: string): BodyContent {
  return { kind: 'text', value, mimeType, note, bytes: () => Buffer.from(value) };
}

function described({ type, bytes, width, height }: Extract<Decoded, { kind: 'binary' }>): unknown {
  return width === undefined || height === undefined ? { type, bytes } : { type, bytes, width, height };
}
