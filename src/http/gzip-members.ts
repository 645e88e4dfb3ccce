import { crc32, inflateRawSync } from 'node:zlib';

/** Flags of a member's header (RFC 1952 section 2.3.1). */
const FHCRC = 2;
const FEXTRA = 4;
const FNAME = 8;
const FCOMMENT = 16;
const RESERVED = 0xe0;
/** Bytes of a header without options, and of the checksum and size behind the data. */
const HEADER = 10;
const TRAILER = 8;

/**
 * Inflates the members of a gzip body that are whole (RFC 1952 section 2.2), and ignores what follows them: servers leave
 * a newline there, padding, or the rest of another answer. Node's own refuses all of it for that.
 * @returns undefined if the first member is not whole, or if what follows is the beginning of another one
 * @throws what `node:zlib` throws over `maxOutputLength`
 */
export function inflateMembers(body: Buffer, maxOutputLength: number): Buffer | undefined {
  const parts: Buffer[] = [];
  let left = maxOutputLength;
  let at = 0;
  while (isMember(body, at)) {
    const member = inflateMember(body, at, left);
    if (!member) return undefined;
    parts.push(member.content);
    left -= member.content.length;
    at = member.end;
  }
  return parts.length === 0 ? undefined : Buffer.concat(parts);
}

function isMember(body: Buffer, at: number): boolean {
  return at + HEADER <= body.length && body.readUIntBE(at, 3) === 0x1f_8b_08 && ((body[at + 3] ?? 0) & RESERVED) === 0;
}

function inflateMember(body: Buffer, start: number, maxOutputLength: number): { content: Buffer; end: number } | undefined {
  const from = dataStart(body, start);
  if (from === undefined) return undefined;
  const inflated = inflateRaw(body.subarray(from), maxOutputLength);
  if (!inflated) return undefined;
  const trailer = from + inflated.read;
  if (trailer + TRAILER > body.length) return undefined;
  const { content } = inflated;
  const isWhole = body.readUInt32LE(trailer) === crc32(content) && body.readUInt32LE(trailer + 4) === content.length % 2 ** 32;
  return isWhole ? { content, end: trailer + TRAILER } : undefined;
}

/** Where the data of a member starts, behind what its header may have. */
function dataStart(body: Buffer, start: number): number | undefined {
  const flags = body[start + 3] ?? 0;
  let at: number | undefined = start + HEADER;
  if (flags & FEXTRA) at = at + 2 <= body.length ? at + 2 + body.readUInt16LE(at) : undefined;
  if (at !== undefined && flags & FNAME) at = afterZero(body, at);
  if (at !== undefined && flags & FCOMMENT) at = afterZero(body, at);
  return at !== undefined && flags & FHCRC ? at + 2 : at;
}

function afterZero(body: Buffer, from: number): number | undefined {
  const zero = body.indexOf(0, from);
  return zero === -1 ? undefined : zero + 1;
}

/** The content, and how many bytes it was made of. */
function inflateRaw(data: Buffer, maxOutputLength: number): { content: Buffer; read: number } | undefined {
  try {
    const inflated: unknown = inflateRawSync(data, { maxOutputLength, info: true });
    return isInflated(inflated) ? { content: inflated.buffer, read: inflated.engine.bytesWritten } : undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') throw error;
    return undefined;
  }
}

/** What `info` makes of the result, which the types of Node 20 do not know. */
interface Inflated {
  readonly buffer: Buffer;
  readonly engine: { readonly bytesWritten: number };
}

function isInflated(value: unknown): value is Inflated {
  return typeof value === 'object' && value !== null && 'buffer' in value && 'engine' in value;
}
