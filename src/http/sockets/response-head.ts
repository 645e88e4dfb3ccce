import type { Socket } from 'node:net';
import { RequestFailure } from '../../request-failure.ts';

const END = Buffer.from('\r\n\r\n');
/** A longer head is not held until it is whole; the parser says what is wrong with it. */
const MAX_HELD_BYTES = 128 * 1024;
/** The parser takes RTSP and ICE for HTTP. */
const STATUS = /^[A-Z]{3,4}\/\d\.\d (\d{3})(?=[ \r])/;
/** What a head that is not whole begins with, as far as it has come. */
const BEGINNING = /^[A-Z]{0,4}(?:\/|$)/;
/** Two `Content-Length` lines, or one with a list. */
const LENGTHS = /\r\ncontent-length:[^\r]*(?:,|\r\n(?:[^\r]*\r\n)*?content-length:)/i;
const SWITCHED = 'it switched protocols (101), which nothing asked for';
const LENGTH_LINE = /\r\ncontent-length:([^\r]*)/gi;

/**
 * Reads the head of each answer before undici's parser does, and takes out of it what that chokes on although it is clear
 * what is meant: a `100 Continue` (or another 1xx) that nobody has asked for (RFC 9110 section 15.2), and a Content-Length
 * that is given twice with one value (section 8.6). A status below 100, of which the parser makes a bare assert, is told as
 * what it is.
 * @param origin whose socket it is, for the messages
 */
export function readHeads(socket: Socket, origin: string): void {
  const write = socket.write.bind(socket);
  const read = socket.read.bind(socket);
  const head = new ResponseHead((what) => socket.destroy(broken(origin, what)));
  // undici writes the head of a request as text, and its body as bytes.
  socket.write = function (chunk: Uint8Array | string, ...others: unknown[]): boolean {
    if (typeof chunk === 'string') head.isAwaited = true;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- whatever it was given
    return write(chunk, ...(others as []));
  };
  socket.read = function (size?: number): unknown {
    const chunk: unknown = read(size);
    return head.isAwaited && chunk instanceof Buffer ? head.take(chunk) : chunk;
  };
}

/** The head of the next answer of a connection, which may come in several chunks. */
class ResponseHead {
  /** Whether a request has been sent whose answer has not begun. */
  isAwaited = false;
  #held: Buffer | undefined;
  readonly #fail: (what: string) => void;

  constructor(fail: (what: string) => void) {
    this.#fail = fail;
  }

  /** @returns what the parser is to read; null if nothing yet */
  take(chunk: Buffer): Buffer | null {
    let bytes = this.#held ? Buffer.concat([this.#held, chunk]) : chunk;
    let searched = Math.max(0, (this.#held?.length ?? 0) - END.length);
    this.#held = undefined;
    for (;;) {
      bytes = withoutEmptyLines(bytes);
      if (bytes.length === 0) return null;
      const end = bytes.indexOf(END, searched);
      if (end < 0) return this.#incomplete(bytes);
      const text = bytes.toString('latin1', 0, end + 2);
      const [, code = '200'] = STATUS.exec(text) ?? [];
      const status = Number(code);
      const wrong = status < 100 ? `its status is ${code}` : status === 101 ? SWITCHED : undefined;
      if (wrong !== undefined) {
        this.#fail(wrong);
        return null;
      }
      const rest = bytes.subarray(end + END.length);
      if (status >= 200) {
        this.isAwaited = false;
        return LENGTHS.test(text) ? (withOneLength(text, rest) ?? bytes) : bytes;
      }
      bytes = rest;
      searched = 0;
    }
  }

  /** Holds a head that is not whole, unless the parser had better see at once what is wrong with it. */
  #incomplete(bytes: Buffer): Buffer | null {
    const looksRight = BEGINNING.test(bytes.toString('latin1', 0, 5));
    const hasBareLineFeed = bytes.subarray(0, 4_096).includes('\n') && /(?:^|[^\r])\n/.test(bytes.toString('latin1', 0, 4_096));
    if (looksRight && !hasBareLineFeed && bytes.length <= MAX_HELD_BYTES) {
      this.#held = bytes;
      return null;
    }
    this.isAwaited = false;
    return bytes;
  }
}

/** RFC 9112 section 2.2: empty lines before a head are none of its business. */
function withoutEmptyLines(bytes: Buffer): Buffer {
  let at = 0;
  while (bytes[at] === 13 || bytes[at] === 10) at++;
  return at === 0 ? bytes : bytes.subarray(at);
}

/** The head with its Content-Length once, if all of them are the same number; undefined if they are not. */
function withOneLength(head: string, rest: Buffer): Buffer | undefined {
  const lengths = [...head.matchAll(LENGTH_LINE)].flatMap(([, value = '']) => value.split(',').map((each) => each.trim()));
  const [length = ''] = lengths;
  if (!/^\d+$/.test(length) || lengths.some((each) => each !== length)) return undefined;
  const one = head.replaceAll(LENGTH_LINE, '').replace('\r\n', `\r\nContent-Length: ${length}\r\n`);
  return Buffer.concat([Buffer.from(`${one}\r\n`, 'latin1'), rest]);
}

function broken(origin: string, what: string): RequestFailure {
  const message = `${origin} did not answer in valid HTTP/1.1: ${what}`;
  return new RequestFailure({ outcome: 'network', kind: 'protocol', message });
}
