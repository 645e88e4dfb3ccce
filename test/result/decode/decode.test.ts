import { describe, expect, test } from 'vitest';
import { RequestFailure } from '../../../src/request-failure.ts';
import { decode as decodeAs, type DecodeAs } from '../../../src/result/decode/decode.ts';
import { cpuMs } from '../../support/cpu.ts';

const decode = (body: Buffer, type: string | undefined, as: DecodeAs): unknown => decodeAs(body, type, { as });
const bytes = (text: string): Buffer => Buffer.from(text);
const text = (value: string): unknown => ({ kind: 'text', text: value });
const json = (value: unknown): unknown => expect.objectContaining({ kind: 'json', value });
const PNG = Buffer.from('89504e470d0a1a0a0000000d4948445200000280000001e008', 'hex');
const HTML = '<!doctype html><p>Hi';

describe('auto', () => {
  test.each([
    ['JSON by its media type', '{"a":1}', 'application/json', json({ a: 1 })],
    ['JSON with a parameter', '[1]', 'application/json; charset=utf-8', json([1])],
    ['a +json type', '{"a":1}', 'application/problem+json', json({ a: 1 })],
    ['JSON that is called text/plain', '{"a":1}', 'text/plain', json({ a: 1 })],
    ['JSON without a media type', ' [1, 2]', undefined, json([1, 2])],
    ['what only looks like JSON', '[draft] hello', undefined, text('[draft] hello')],
    ['NDJSON', '{"a":1}\n{"a":2}\n', 'application/x-ndjson', json([{ a: 1 }, { a: 2 }])],
    ['NDJSON that is called JSON', '{"a":1}\n{"a":2}\n', 'application/json', json([{ a: 1 }, { a: 2 }])],
    ['JSON that is called CSV', '[{"a":1}]', 'text/csv', json([{ a: 1 }])],
    ['JSON that is called HTML', '{"a":1}', 'text/html', json({ a: 1 })],
    ['JSON that is called an image', '{"error":"gone"}', 'image/png', json({ error: 'gone' })],
    ['JSON that looks like a video', '{"xyftyp":1}', 'application/json', json({ xyftyp: 1 })],
    ['JSON that looks like a video, and is not called JSON', '{"xyftyp":1}', undefined, json({ xyftyp: 1 })],
    ['JSONP that is called a script', 'cb({"a":1});', 'text/javascript', json({ a: 1 })],
    ['a script', 'alert("x"); cb({"a":1});', 'text/javascript', text('alert("x"); cb({"a":1});')],
    ['HTML that is called CSV', HTML, 'text/csv', { kind: 'html', html: HTML }],
    ['what only starts like NDJSON', '[1]\n[2]\nand so on', undefined, text('[1]\n[2]\nand so on')],
    ['XML', '<a><b>1</b></a>', 'application/xml', json({ a: { b: '1' } })],
    ['a feed with a prefix', '<a:feed xmlns:a="http://www.w3.org/2005/Atom"/>', undefined, json({ items: [] })],
    ['CSV', 'a,b\n1,x\n', 'text/csv', { kind: 'json', value: [{ a: 1, b: 'x' }], columns: ['a', 'b'] }],
    ['TSV', 'a,b\tc\n1\t2\n', 'text/tab-separated-values', { kind: 'json', value: [{ 'a,b': 1, c: 2 }], columns: ['a,b', 'c'] }],
    ['text', 'hello', 'text/plain', text('hello')],
    ['HTML, for conversion', '<p>x</p>', 'text/html', { kind: 'html', html: '<p>x</p>' }],
    ['HTML that is called text', HTML, 'text/plain', text(HTML)],
    ['a malformed media type', 'hello', ';;;', text('hello')],
    ['bytes with a NUL', 'a\0b', undefined, { kind: 'binary', type: 'application/octet-stream', bytes: 3 }],
    ['an image', 'GIF89a', 'image/gif', { kind: 'binary', type: 'image/gif', bytes: 6 }],
    ['a labelled zip', 'PK\u0003\u0004', 'application/x-y', { kind: 'binary', type: 'application/x-y', bytes: 4 }],
  ])('%s', (_, body, type, expected) => {
    expect(decode(bytes(body), type, 'auto')).toEqual(expected);
  });

  test('an image has its size, whatever it is called', () => {
    for (const type of ['image/png', 'image/jpeg', 'text/html', 'application/json', undefined]) {
      const expected = { kind: 'binary', type: 'image/png', bytes: PNG.length, width: 640, height: 480 };
      expect(decode(PNG, type, 'auto')).toEqual(expected);
    }
  });

  test('JSON with a byte order mark', () => {
    expect(decode(bytes('\ufeff{"a":1}'), 'application/json', 'auto')).toEqual(json({ a: 1 }));
    const utf16 = Buffer.from('\ufeff{"a":"ü"}', 'utf16le');
    expect(decode(utf16, 'application/json', 'auto')).toEqual(json({ a: 'ü' }));
  });

  test('text in the charset that is named, and in UTF-8 where the name is unknown', () => {
    expect(decode(Buffer.from([0x82, 0xa0]), 'text/plain; charset=shift_jis', 'auto')).toEqual(text('あ'));
    expect(decode(bytes('ü'), 'text/plain; charset=nonsense', 'auto')).toEqual(text('ü'));
  });

  test('a page in the charset that it names itself', () => {
    const page = Buffer.concat([bytes('<html><meta charset="shift_jis">'), Buffer.from([0x82, 0xa0])]);
    expect(decode(page, 'text/html', 'auto')).toMatchObject({ html: '<html><meta charset="shift_jis">あ' });
  });

  test('broken XML is text with a note', () => {
    const note = expect.stringMatching(/broken/) as unknown;
    expect(decode(bytes('<a>'), 'text/xml', 'auto')).toEqual({ kind: 'text', text: '<a>', note });
  });
});

describe('JSON that is not', () => {
  test('says so, with the start of the text', () => {
    expect(() => decode(bytes('<html>no</html>'), 'application/json', 'auto')).toThrow(/not valid JSON.*"<html>no<\/html>"/);
    expect(() => decode(bytes('not json'), 'text/plain', 'json')).toThrow(/"as": "text"/);
    expect(() => decode(bytes(''), undefined, 'json')).toThrow(/empty/);
    expect(() => decode(bytes('{"a":1}\n{]\n'), 'application/x-ndjson', 'auto')).toThrow(/line 2/);
  });

  test('or is nested 100,000 deep does no harm', () => {
    const bomb = bytes('['.repeat(100_000) + ']'.repeat(100_000));
    expect(() => decode(bomb, 'application/json', 'auto')).toThrow(/nested/);
    const objects = bytes('{"a":'.repeat(300) + '1' + '}'.repeat(300));
    expect(() => decode(objects, 'application/json', 'auto')).toThrow(/nested/);
    expect(decode(bomb, 'text/plain', 'auto')).toMatchObject({ kind: 'text' });
  });

  test.each([
    [')]}\'\n{"a":1}', { a: 1 }, /"\)\]\}'" in front/],
    ['for(;;);[1]', [1], /"for\(;;\);" in front/],
    ['{"a":NaN}', { a: null }, /NaN, here null/],
    ['[1];', [1], /";" at the end/],
    ['cb([1])', [1], /a call around it/],
    ['{"a":1,}', { a: 1 }, /trailing commas/],
    ['{"a":1}\n{"a":', [{ a: 1 }], /line 2, the last one, is cut/],
  ])('but is meant as it, is read with a note: %j', (body, value, note) => {
    expect(decode(bytes(body), 'application/json', 'auto')).toMatchObject({
      kind: 'json',
      value,
      note: expect.stringMatching(note),
    });
  });
});

describe('CSV by its URL', () => {
  const CSV = bytes('a,b\n1,x\n');
  const url = 'https://files.example/data/All.CSV?raw=1';
  const isRows = json([{ a: 1, b: 'x' }]);

  test.each(['text/plain; charset=utf-8', 'application/octet-stream', 'application/vnd.ms-excel', undefined])(
    'where its label says nothing: %s',
    (type) => {
      for (const as of ['auto', 'json'] as const) expect(decodeAs(CSV, type, { as, url })).toEqual(isRows);
      expect(decodeAs(CSV, type, { as: 'text', url })).toEqual(text('a,b\n1,x\n'));
    },
  );

  test('or by what it asks for', () => {
    const tsv = bytes('a\tb,c\n1\tx\n');
    expect(decodeAs(CSV, 'text/plain', { as: 'auto', url: 'https://x.example/export?format=csv' })).toEqual(isRows);
    expect(decodeAs(tsv, 'text/plain', { as: 'auto', url: 'https://x.example/t.tsv' })).toEqual(json([{ a: 1, 'b,c': 'x' }]));
  });

  test.each([
    ['another label', CSV, 'text/markdown', url],
    ['another URL', CSV, 'text/plain', 'https://x.example/a.csv/notes'],
    ['text of one column', bytes('no such file\n'), 'text/plain', url],
  ])('but not with %s', (_, body, type, at) => {
    expect(decodeAs(body, type, { as: 'auto', url: at })).toMatchObject({ kind: 'text' });
  });
});

describe('as json', () => {
  test.each([
    ['whatever it is called', '{"a":1}', 'text/html', { a: 1 }],
    ['even an image', '[1]', 'image/png', [1]],
    ['a value that is no object', '1', 'text/plain', 1],
    ['NDJSON', '{"a":1}\n{"a":2}', 'text/plain', [{ a: 1 }, { a: 2 }]],
    ['CSV', 'a,b\n1,x\n', 'text/csv', [{ a: 1, b: 'x' }]],
    ['XML', '<a><b>1</b></a>', 'text/xml', { a: { b: '1' } }],
    ['all of a feed', '<rss><channel><ttl>5</ttl></channel></rss>', 'application/rss+xml', { rss: { channel: [{ ttl: '5' }] } }],
  ])('%s', (_, body, type, value) => {
    expect(decode(bytes(body), type, 'json')).toEqual(json(value));
  });

  test('of what is not says what to use instead', () => {
    expect(() => decode(PNG, 'image/png', 'json')).toThrow(/image\/png \(25 bytes\), not JSON; use "as": "base64"/);
    expect(() => decode(bytes('<p>x'), 'text/html', 'json')).toThrow(/not valid JSON/);
    expect(() => decode(bytes('<a>'), 'text/xml', 'json')).toThrow('the XML is broken (<a> is not closed); use "as": "text"');
    expect(() => decode(bytes(','.repeat(20_000)), 'text/csv', 'json')).toThrow(/more than 16,384 columns; use "as": "text"/);
  });
});

describe('as text, markdown, html and base64', () => {
  test.each([
    ['text', '{"a":1}', 'application/json', text('{"a":1}')],
    ['text', HTML, 'text/html', text(HTML)],
    ['text', 'a\0b', undefined, text('a\0b')],
    ['markdown', HTML, 'text/html', { kind: 'html', html: HTML }],
    ['markdown', '# Hi', 'text/markdown', text('# Hi')],
    ['markdown', '{"a":1}', 'application/json', text('{"a":1}')],
    ['html', HTML, 'text/html', text(HTML)],
    ['html', '<p>x', 'text/plain', text('<p>x')],
    ['html', '[1]', 'text/json', { ...Object(text('[1]')), note: expect.stringMatching(/JSON, not HTML/) }],
    ['base64', 'hi', 'text/plain; charset=utf-8', { kind: 'base64', base64: 'aGk=', type: 'text/plain' }],
    ['base64', '', undefined, { kind: 'base64', base64: '', type: 'application/octet-stream' }],
    ['base64', 'GIF89a', 'image/png', { kind: 'base64', base64: 'R0lGODlh', type: 'image/gif' }],
  ] as const)('%s of %j, %s', (as, body, type, expected) => {
    expect(decode(bytes(body), type, as)).toEqual(expected);
  });

  test.each(['markdown', 'html'] as const)('%s of an image says what to use instead', (as) => {
    const message = `image/png (25 bytes), which cannot be had as ${as}; use "as": "base64"`;
    expect(() => decode(PNG, undefined, as)).toThrow(message);
    expect(() => decode(PNG, undefined, as)).toThrow(RequestFailure);
  });
});

describe('a charset that had to be guessed, and bytes that are broken, are in the note', () => {
  test.each([
    ['text/plain', 'cff0e8e2e5f2', { text: 'Привет', note: 'charset guessed: windows-1251' }],
    ['text/html', 'cff0e8e2e5f2', { html: 'Привет', note: 'charset guessed: windows-1251' }],
    ['application/json', '22436166c322', { value: 'Caf\ufffd' }],
    ['text/csv', '610a436166c3', { value: [{ a: 'CafÃ' }], note: 'charset guessed: windows-1252' }],
    ['text/xml', '3c613ec4e33c2f613e', { value: { a: '你' } }],
  ])('of %s', (type, body, expected) => {
    expect(decode(Buffer.from(body, 'hex'), type === 'application/json' ? `${type}; charset=utf-8` : type, 'auto')).toMatchObject(
      {
        note: expect.any(String),
        ...expected,
      },
    );
  });
});

test('a page has its own charset, whatever it is wanted as', () => {
  const page = Buffer.concat([bytes('<!doctype html><meta charset="koi8-r">'), Buffer.from('f0d2c9', 'hex')]);
  for (const as of ['text', 'html', 'markdown', 'auto'] as const) {
    for (const type of ['text/html', undefined]) expect(JSON.stringify(decode(page, type, as))).toContain('При');
  }
});

test.each([
  ['application/json', ['{}\n', '[1,', '{"a":1}', 'é', ")]}'", '/*', 'NaN,']],
  ['text/plain', ['{}\n', '[1,', 'é', '\n', '"a']],
  ['text/csv', ['{}\n', 'a,"b\n', '\n', '#\n', 'a\n']],
  ['text/xml', ['<a>', '<b/>', '<!--', '<a b="c">', '&#']],
  [undefined, ['<a>', ' ', '[[', '%PDF-1.', '\u00ff\u00d8\u00ff']],
])('150 KB of anything as %s are read in time that is in proportion', async (type, pieces) => {
  for (const piece of pieces) {
    const body = Buffer.alloc(150_000, piece);
    const used = await cpuMs(() => expect(() => decode(body, type, 'auto')).not.toThrow(TypeError));
    expect(used, piece).toBeLessThan(750);
  }
});
