import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import { codingsIn, quotedCoding } from './content-codings.ts';
import { codeOf } from './failures/node-error.ts';
import { inflateMembers } from './gzip-members.ts';
import type { HttpRequest, ResponseHeaders } from './message.ts';
import { RequestFailure } from '../request-failure.ts';

/** Above this many wire bytes inflating leaves the event loop free; below, a thread costs more than the work. */
const SYNC_BYTES = 64 * 1024;
/** ... and what has more than this inside is not small after all: 10 KB of gzip can be 10 MB, which take 20 ms. */
const SYNC_DECODED_BYTES = 1024 * 1024;
/** A chain of encodings longer than this is an attack. */
const MAX_ENCODINGS = 5;

type OneShot = (data: Buffer, options: { maxOutputLength: number }) => Buffer | Promise<Buffer>;

interface Codec {
  readonly sync: OneShot;
  readonly async: OneShot;
}

const gzip: Codec = { sync: zlib.gunzipSync, async: promisify(zlib.gunzip) };
const zlibDeflate: Codec = { sync: zlib.inflateSync, async: promisify(zlib.inflate) };
const rawDeflate: Codec = { sync: zlib.inflateRawSync, async: promisify(zlib.inflateRaw) };
const brotli: Codec = { sync: zlib.brotliDecompressSync, async: promisify(zlib.brotliDecompress) };

/** zstd came with Node 22.15. */
const zstd = zstdCodec(zlib);

/** What this Node can decode, as an `Accept-Encoding` value. */
export const ACCEPT_ENCODING = zstd ? 'gzip, deflate, br, zstd' : 'gzip, deflate, br';

/** What to accept for a request: of an encoded body a part cannot be decoded. */
export function acceptEncoding({ range }: HttpRequest['headers']): string {
  return range === undefined ? ACCEPT_ENCODING : 'identity';
}

/**
 * All codings of a body as one list: those of its content, and then those of its transfer (RFC 9112 section 6.1), which
 * few servers use, and none was asked to.
 */
export function codingList(headers: ResponseHeaders): string {
  const content = headers['content-encoding'];
  const transfer = headers['transfer-encoding'];
  return content === undefined && transfer === undefined ? '' : [content, transfer].flat().filter(Boolean).join(', ');
}

/** Where a body comes from, for the messages, and how large it may become. */
export interface BodySource {
  readonly origin: string;
  /** Cap of the decoded body. */
  readonly maxBytes: number;
}

/**
 * Undoes `Content-Encoding` (RFC 9110 section 8.4) of a complete body, in one shot, which is the form that can be capped.
 * What is named there and is no coding at all is ignored, see {@link codingNote}; so is what follows a whole gzip stream.
 * @param from `maxBytes` also holds between two encodings
 * @param turn is waited for before anything is inflated that may be large. Default: nothing
 * @returns the decoded body: at once when it is small or not encoded, else as a promise
 * @throws {RequestFailure} `too_large` over the cap, `decode` if it is corrupt, cut, or in an encoding we do not know
 */
export function inflate(
  contentEncoding: string,
  body: Buffer,
  from: BodySource,
  turn?: () => Promise<void>,
): Buffer | Promise<Buffer> {
  const encodings = codingsIn(contentEncoding, isKnown).applied;
  if (encodings.length === 0 || body.length === 0) return body;
  if (encodings.length > MAX_ENCODINGS) {
    const chain = `${encodings.length} content encodings on one body; at most ${MAX_ENCODINGS} are undone`;
    throw undecodable(`${from.origin} put ${chain}`);
  }
  const [only] = encodings;
  if (encodings.length === 1 && only !== undefined && body.length <= SYNC_BYTES) {
    try {
      return codecFor(only, body, from).sync(body, { maxOutputLength: Math.min(from.maxBytes, SYNC_DECODED_BYTES) });
    } catch (error) {
      const isLarge = codeOf(error) === 'ERR_BUFFER_TOO_LARGE' && from.maxBytes > SYNC_DECODED_BYTES;
      if (!isLarge) return inflateStart(only, body, from, error);
    }
  }
  return undo(encodings, body, from, turn);
}

async function undo(
  encodings: readonly string[],
  body: Buffer,
  from: BodySource,
  turn: (() => Promise<void>) | undefined,
): Promise<Buffer> {
  await turn?.();
  let decoded = body;
  for (const encoding of encodings.toReversed()) {
    try {
      decoded = await codecFor(encoding, decoded, from).async(decoded, { maxOutputLength: from.maxBytes });
    } catch (error) {
      decoded = inflateStart(encoding, decoded, from, error);
    }
  }
  return decoded;
}

/** What could be undone of a body as a whole that could not. @throws {RequestFailure} if there is nothing, because of `error` */
function inflateStart(encoding: string, body: Buffer, from: BodySource, error: unknown): Buffer {
  if (!/^(?:x-)?gzip$/i.test(encoding) || codeOf(error) === 'ERR_BUFFER_TOO_LARGE') throw failure(encoding, from, error);
  try {
    const members = inflateMembers(body, from.maxBytes);
    if (members) return members;
  } catch (tooLong) {
    throw failure(encoding, from, tooLong);
  }
  throw failure(encoding, from, error);
}

/** What a reader should know of codings that were named and ignored. */
export function codingNote(list: string): string | undefined {
  const { ignored } = codingsIn(list, isKnown);
  if (ignored.length === 0) return undefined;
  const [named, are] = [ignored.map(quotedCoding).join(', '), ignored.length === 1 ? 'is no encoding' : 'are no encodings'];
  return `of its content-encoding ${named} ${are}: it is read without`;
}

function isKnown(name: string): boolean {
  return /^(?:(?:x-)?gzip|deflate|br)$/.test(name) || (name === 'zstd' && zstd !== undefined);
}

function failure(encoding: string, from: BodySource, error: unknown): RequestFailure {
  if (error instanceof RequestFailure) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  if (code === 'ERR_BUFFER_TOO_LARGE') return tooLarge(from);
  const what = code === 'Z_BUF_ERROR' ? `ends before it is complete (${code})` : `is corrupt (${code}); ${WITHOUT}`;
  return undecodable(`the ${encoding} body from ${from.origin} ${what}`, error);
}

const WITHOUT = 'try the header "accept-encoding": "identity"';

function undecodable(message: string, cause?: unknown): RequestFailure {
  return new RequestFailure({ outcome: 'decode', message, cause });
}

/** The failure of a body that is larger, decoded, than the operator allows. */
export function tooLarge({ origin, maxBytes }: BodySource): RequestFailure {
  return new RequestFailure({
    outcome: 'too_large',
    message:
      `the body from ${origin} is larger than ${maxBytes} bytes; ` +
      'ask for less (a page, a filter), or raise --max-response-bytes',
  });
}

function codecFor(encoding: string, body: Buffer, { origin }: BodySource): Codec {
  switch (encoding.toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return gzip;
    case 'deflate':
      // RFC 9110 says zlib; some servers send the raw stream. A zlib header has 8 in its low nibble and is divisible by 31.
      return ((body[0] ?? 0) & 15) === 8 && body.length > 1 && body.readUInt16BE(0) % 31 === 0 ? zlibDeflate : rawDeflate;
    case 'br':
      return brotli;
    case 'zstd':
      if (zstd) return zstd;
      break;
  }
  throw undecodable(`the body from ${origin} is in a content encoding that is not known, ${quotedCoding(encoding)}; ${WITHOUT}`);
}

function zstdCodec(from: object): Codec | undefined {
  if (!('zstdDecompressSync' in from && 'zstdDecompress' in from)) return undefined;
  // oxlint-disable typescript/no-unsafe-type-assertion -- the types of our oldest Node do not know them
  return { sync: from.zstdDecompressSync as OneShot, async: promisify(from.zstdDecompress as typeof zlib.gunzip) };
}
