import { createCipheriv } from 'node:crypto';
import * as zlib from 'node:zlib';
import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { answer, drip, ok, type Script } from '../raw-server.ts';

// Bodies that are encoded, and bodies that are too large.

/** A correct answer whose body is in these encodings, outermost last. */
export function encoded(contentEncoding: string, body: Uint8Array): Script {
  return (socket) => {
    socket.write(ok(body, [`Content-Encoding: ${contentEncoding}`]));
  };
}

export const corruptGzip = encoded('gzip', gzipSync('a body').fill(0xff, 10, 16));

export const cutGzip = encoded('gzip', gzipSync('a body').subarray(0, -9));

export const corruptBrotli = encoded('br', Buffer.alloc(50, 0xff));

export const cutBrotli = encoded('br', brotliCompressSync('a body').subarray(0, -2));

export const plainTextAsGzip = encoded('gzip', Buffer.from('this is not compressed'));

export const cutGzipOfManyBytes = encoded('gzip', gzipSync(noise(200_000)).subarray(0, -9));

export const unknownEncoding = encoded('pack200-gzip', Buffer.from('a body'));

export const sixEncodings = encoded('gzip, gzip, gzip, gzip, gzip, gzip', Buffer.from('a body'));

export const tooLongByContentLength: Script = (socket) => {
  socket.write(answer('200 OK', ['Content-Length: 20001']));
};

export const tooLongByCounting: Script = (socket) => {
  socket.write(answer('200 OK', ['Transfer-Encoding: chunked']));
  drip(socket, 1, () => socket.write('64\r\n'.padEnd(104, '.') + '\r\n'));
};

const zeros = Buffer.alloc(2_000_000);

/** 2 MB of zeros in 2 KB: inflated in this thread. */
export const gzipBomb = encoded('gzip', gzipSync(zeros));

/** A bomb of more than 64 KiB: inflated in another thread. */
export const longGzipBomb = encoded('gzip', Buffer.concat([gzipSync(noise(70_000)), gzipSync(zeros)]));

/** 2 MB of zeros in less than 100 bytes. */
export const brotliBomb = encoded('br', brotli(zeros));

/** The bomb is between the two encodings. */
export const nestedBomb = encoded('gzip, gzip', gzipSync(gzipSync(zeros)));

/** Each way in which `body` may come, and what it looks like then. */
export function encodings(body: Uint8Array): readonly (readonly [title: string, header: string, body: Uint8Array])[] {
  const zstd = zstdCompress(body);
  return [
    ['gzip', 'gzip', gzipSync(body)],
    ['x-gzip', 'x-gzip', gzipSync(body)],
    ['GZIP in capitals', 'GZIP', gzipSync(body)],
    ['deflate, a zlib stream', 'deflate', deflateSync(body)],
    ['deflate, a raw stream', 'deflate', deflateRawSync(body)],
    ['br', 'br', brotli(body)],
    ['gzip and then br', 'gzip, br', brotli(gzipSync(body))],
    ['identity', 'identity', body],
    ...(zstd ? [['zstd', 'zstd', zstd] as const] : []),
  ];
}

/** Any quality is undone in the same way, and the best takes long. */
function brotli(body: Uint8Array): Buffer {
  return brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });
}

/** Bytes that do not compress, the same each time. */
export function noise(length: number): Buffer {
  return createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16)).update(Buffer.alloc(length));
}

/** Only newer Nodes know zstd. */
function zstdCompress(body: Uint8Array): Buffer | undefined {
  const compress: unknown = Reflect.get(zlib, 'zstdCompressSync');
  const compressed: unknown = typeof compress === 'function' ? Reflect.apply(compress, zlib, [body]) : undefined;
  return Buffer.isBuffer(compressed) ? compressed : undefined;
}
