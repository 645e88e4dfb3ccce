import { createHash } from 'node:crypto';
import * as zlib from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { ACCEPT_ENCODING, codingNote, inflate as inflateFrom } from '../../src/http/inflate.ts';
import { failureOf, thrownBy } from '../concurrency/support/async.ts';

const ORIGIN = 'http://one.test:8080';
const CAP = 1_000_000;
const TEXT = Buffer.from('{"héllo":"wörld"} '.repeat(10));
const KIB64 = 64 * 1024;

function inflate(contentEncoding: string, body: Buffer, maxBytes: number): Buffer | Promise<Buffer> {
  return inflateFrom(contentEncoding, body, { origin: ORIGIN, maxBytes });
}

/** The failure of inflating it, whether it is thrown or rejects. */
function failing(contentEncoding: string, body: Buffer, maxBytes = CAP): Promise<unknown> {
  return failureOf((async () => inflate(contentEncoding, body, maxBytes))());
}

/** Bytes that do not compress. */
function noise(length: number): Buffer {
  return createHash('shake256', { outputLength: length }).update('noise').digest();
}

/** A gzip body of exactly `length` bytes, padded by its header's file name. */
function gzipOf(length: number, content: Buffer): Buffer {
  const plain = zlib.gzipSync(content, { level: 0 });
  const name = Buffer.concat([Buffer.alloc(length - plain.length - 1, 'x'), Buffer.alloc(1)]);
  const header = Buffer.from(plain.subarray(0, 10));
  header.writeUInt8(8, 3); // FNAME
  return Buffer.concat([header, name, plain.subarray(10)]);
}

const CODINGS: readonly (readonly [name: string, encode: (data: Buffer) => Buffer])[] = [
  ['gzip', (data) => zlib.gzipSync(data)],
  ['x-gzip', (data) => zlib.gzipSync(data)],
  ['deflate', (data) => zlib.deflateSync(data)],
  ['deflate', (data) => zlib.deflateSync(data, { level: 9, windowBits: 9 })],
  ['deflate', (data) => zlib.deflateRawSync(data)],
  ['deflate', (data) => zlib.deflateRawSync(data, { level: 0 })],
  ['br', (data) => zlib.brotliCompressSync(data, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 4 } })],
];

describe('one encoding', () => {
  test.each(CODINGS)('%s is undone', async (name, encode) => {
    expect(await inflate(name, encode(TEXT), CAP)).toEqual(TEXT);
    // toEqual compares byte by byte, and takes a second for these
    expect(noise(2 * KIB64).equals(await inflate(name, encode(noise(2 * KIB64)), CAP))).toBe(true);
    expect(await inflate(name, encode(Buffer.alloc(0)), CAP)).toEqual(Buffer.alloc(0));
  });

  test.each(['GZIP', 'GZip', ' gzip ', '\tgzip', 'gzip,', ',gzip', ', gzip ,', 'gzip, identity', 'identity, gzip'])(
    'the name is read without case, blanks and empty items: "%s"',
    async (name) => {
      expect(await inflate(name, zlib.gzipSync(TEXT), CAP)).toEqual(TEXT);
    },
  );

  test.each(['', ' ', ',', 'identity', 'IDENTITY', 'identity, identity'])('none is none: "%s"', (name) => {
    expect(inflate(name, TEXT, CAP)).toBe(TEXT);
  });

  test.each(['gzip', 'br', 'deflate', 'nonsense', 'a,b,c,d,e,f'])('an empty body is empty in any: %s', (name) => {
    expect(inflate(name, Buffer.alloc(0), CAP)).toEqual(Buffer.alloc(0));
  });

  test('what the members of a gzip file hold is joined', () => {
    const members = Buffer.concat([zlib.gzipSync('one '), zlib.gzipSync('two')]);
    expect(inflate('gzip', members, CAP)).toEqual(Buffer.from('one two'));
  });

  test('all that is asked for is known', async () => {
    const asked = ACCEPT_ENCODING.split(', ');
    expect(asked.slice(0, 3)).toEqual(['gzip', 'deflate', 'br']);
    expect(asked.includes('zstd')).toBe('zstdDecompress' in zlib);
    for (const name of asked) {
      const failure = await failing(name, Buffer.from('not encoded at all'));
      expect(String(failure)).not.toContain('is not known');
    }
  });
});

describe('small bodies at once, larger ones beside the event loop', () => {
  test.each([
    [KIB64 - 1, Buffer],
    [KIB64, Buffer],
    [KIB64 + 1, Promise],
  ])('%i bytes on the wire give a %o', async (length, kind) => {
    const body = gzipOf(length, TEXT);
    expect(body.length).toBe(length);
    const inflated = inflate('gzip', body, CAP);
    expect(inflated).toBeInstanceOf(kind);
    expect(await inflated).toEqual(TEXT);
  });

  test('of those that come out, up to a MiB makes no difference', async () => {
    const mib = 1024 * 1024;
    expect(inflate('gzip', zlib.gzipSync(Buffer.alloc(mib)), 10 * mib)).toBeInstanceOf(Buffer);
    for (const encode of [zlib.gzipSync, zlib.brotliCompressSync]) {
      const more = inflate(encode === zlib.gzipSync ? 'gzip' : 'br', encode(Buffer.alloc(mib + 1)), 10 * mib);
      expect(more).toBeInstanceOf(Promise);
      expect(await more).toHaveLength(mib + 1);
    }
  });

  test('a failure is thrown at once, or rejects', async () => {
    expect(thrownBy(() => inflate('gzip', Buffer.alloc(KIB64), CAP))).toMatchObject({ outcome: 'decode' });
    const pending = inflate('gzip', Buffer.alloc(KIB64 + 1), CAP);
    expect(pending).toBeInstanceOf(Promise);
    expect(await failureOf(Promise.resolve(pending))).toMatchObject({ outcome: 'decode' });
  });
});

describe('the cap of the decoded body', () => {
  const sizes = [1, 100, 65_536, 140_000];

  test.each(CODINGS.flatMap(([name, encode]) => sizes.map((size) => [name, size, encode] as const)))(
    '%s: exactly %i bytes pass, one more is too large',
    async (name, size, encode) => {
      for (const make of [noise, (length: number) => Buffer.alloc(length, 'a')]) {
        expect((await inflate(name, encode(make(size)), size)).length).toBe(size);
        const failure = await failing(name, encode(make(size + 1)), size);
        expect(failure).toMatchObject({ name: 'HttpFailure', outcome: 'too_large', retryable: false });
        expect(failure).toHaveProperty('message', expect.stringContaining(`${ORIGIN} is larger than ${size} bytes`));
        expect(failure).toHaveProperty('message', expect.stringContaining('--max-response-bytes'));
      }
    },
  );

  test.each(CODINGS)('a bomb is stopped: %s', async (name, encode) => {
    const bomb = encode(Buffer.alloc(1_500_000));
    const failure = await failing(name, bomb);
    expect(failure).toMatchObject({ outcome: 'too_large' });
  });

  test('also between two encodings', async () => {
    const nested = zlib.gzipSync(zlib.gzipSync(Buffer.alloc(1_000_000), { level: 1 }));
    expect(zlib.gunzipSync(nested).length).toBeGreaterThan(3_000);
    expect(await failing('gzip, gzip', nested, 3_000)).toMatchObject({ outcome: 'too_large' });
  });

  test('what is not encoded is not its business', () => {
    expect(inflate('identity', TEXT, 1)).toBe(TEXT);
  });
});

describe('several encodings', () => {
  test('are undone from the last to the first', async () => {
    const body = zlib.brotliCompressSync(zlib.deflateSync(zlib.gzipSync(TEXT)));
    expect(await inflate('gzip, deflate, br', body, CAP)).toEqual(TEXT);
    expect(await failing('br, deflate, gzip', body)).toMatchObject({ outcome: 'decode' });
  });

  test('at most five', async () => {
    let body = TEXT;
    for (let times = 0; times < 5; times++) body = zlib.gzipSync(body);
    expect(await inflate('gzip, gzip, gzip, gzip, gzip', body, CAP)).toEqual(TEXT);
    const failure = thrownBy(() => inflate('gzip, gzip, gzip, gzip, gzip, gzip', zlib.gzipSync(body), CAP));
    expect(failure).toMatchObject({ outcome: 'decode', message: expect.stringContaining('6 content encodings') });
  });

  test('identity does not count', async () => {
    const name = `gzip${', identity'.repeat(20)}`;
    expect(await inflate(name, zlib.gzipSync(TEXT), CAP)).toEqual(TEXT);
  });

  test('one unknown among them fails, by its name', async () => {
    const failure = await failing('compress, gzip', zlib.gzipSync(TEXT));
    expect(failure).toMatchObject({ outcome: 'decode', message: expect.stringMatching(/not known.*"compress"/) });
  });
});

describe('what cannot be decoded', () => {
  test.each(['compress', 'x-compress', 'bzip2', 'dcb', 'LZ4'])('an encoding that is not known is named: %s', (name) => {
    expect(thrownBy(() => inflate(name, TEXT, CAP))).toMatchObject({
      name: 'HttpFailure',
      outcome: 'decode',
      retryable: false,
      message: expect.stringMatching(new RegExp(`${ORIGIN}.* not known.*"${name}"`)),
    });
  });

  test.each(CODINGS.filter(([name]) => name !== 'x-gzip'))('a body that is cut: %s', async (name, encode) => {
    for (const content of [TEXT, noise(2 * KIB64)]) {
      const whole = encode(content);
      for (const length of [Math.floor(whole.length / 2), whole.length - 1]) {
        const failure = await failing(name, whole.subarray(0, length));
        const message = `the ${name} body from ${ORIGIN} ends before it is complete (Z_BUF_ERROR)`;
        expect(failure).toMatchObject({ outcome: 'decode', retryable: false, message });
      }
    }
  });

  test.each([
    ['gzip', Buffer.from('<html>not gzip</html>')],
    ['gzip', zlib.deflateSync(TEXT)],
    ['gzip', Buffer.concat([zlib.gzipSync(TEXT).subarray(0, -8), Buffer.alloc(8)])],
    ['deflate', Buffer.from('<html>not deflate</html>')],
    ['deflate', Buffer.concat([zlib.deflateSync(TEXT).subarray(0, -4), Buffer.alloc(4)])],
    ['br', Buffer.from('<html>not brotli</html>')],
    ['br', zlib.gzipSync(TEXT)],
  ])('a %s body that is corrupt', (name, body) => {
    const failure = thrownBy(() => inflate(name, body, CAP));
    expect(failure).toMatchObject({ name: 'HttpFailure', outcome: 'decode', retryable: false });
    expect(failure).toHaveProperty('message', expect.stringContaining(`the ${name} body from ${ORIGIN} is corrupt (`));
    expect(failure).toHaveProperty('cause', expect.any(Error));
  });
});

describe('what is no encoding', () => {
  test.each(['aws-chunked', 'utf-8', 'none', 'binary', '8bit', 'text/html', 'constructor', '__proto__'])(
    'is ignored, with a note: %s',
    async (name) => {
      expect(inflate(name, TEXT, CAP)).toBe(TEXT);
      expect(await inflate(`${name}, gzip`, zlib.gzipSync(TEXT), CAP)).toEqual(TEXT);
      expect(codingNote(`gzip, ${name}`)).toBe(`of its content-encoding "${name}" is no encoding: it is read without`);
    },
  );

  test('is not repeated where it is long', () => {
    expect(codingNote('x'.repeat(50))).toContain('a name of 50 characters');
  });

  test('is not what is known, with a parameter or without', async () => {
    expect(await inflate('gzip;q=1', zlib.gzipSync(TEXT), CAP)).toEqual(TEXT);
    for (const name of ['', 'gzip', 'x-gzip, br', 'identity', 'chunked', 'gzip;q=1', 'compress']) {
      expect(codingNote(name)).toBeUndefined();
    }
  });
});

describe('what follows a whole gzip stream', () => {
  const options = Buffer.from([0x1f, 0x8b, 8, 4 + 8 + 16 + 2, 0, 0, 0, 0, 0, 3, 2, 0, 9, 9, 110, 0, 99, 0, 1, 2]);
  const withOptions = Buffer.concat([options, zlib.gzipSync(TEXT).subarray(10)]);

  test.each([
    ['a newline', Buffer.from('\r\n')],
    ['words', Buffer.from('<!-- served by cache 7 -->')],
    ['zeros', Buffer.alloc(512)],
    ['the beginning of a header', Buffer.from([0x1f, 0x8b])],
    ['what only looks like a header', Buffer.from([0x1f, 0x8b, 8, 0xff, 1, 2, 3, 4, 5, 6, 7, 8])],
  ])('is ignored: %s', async (_, trailing) => {
    for (const start of [
      zlib.gzipSync(TEXT),
      withOptions,
      Buffer.concat([zlib.gzipSync(TEXT.subarray(0, 9)), zlib.gzipSync(TEXT.subarray(9))]),
    ]) {
      expect(await inflate('gzip', Buffer.concat([start, trailing]), CAP)).toEqual(TEXT);
    }
    const large = noise(3 * KIB64);
    expect(large.equals(await inflate('gzip', Buffer.concat([zlib.gzipSync(large), trailing]), CAP))).toBe(true);
  });

  test('is not ignored where it is another stream that is cut', async () => {
    const cut = Buffer.concat([zlib.gzipSync(TEXT), zlib.gzipSync(TEXT).subarray(0, -3)]);
    expect(await failing('gzip', cut)).toMatchObject({ outcome: 'decode', message: expect.stringContaining('ends before') });
  });

  test('does not lift the cap', async () => {
    const large = Buffer.concat([zlib.gzipSync(Buffer.alloc(CAP + 1)), Buffer.from('x')]);
    expect(await failing('gzip', large)).toMatchObject({ outcome: 'too_large' });
  });
});
