import { describe, expect, test } from 'vitest';
import { decode } from '../../../src/result/decode/decode.ts';

const bytes = (text: string): Buffer => Buffer.from(text);
const text = (value: string): unknown => ({ kind: 'text', text: value });
const json = (value: unknown): unknown => ({ kind: 'json', value });
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
    ['what only starts like NDJSON', '[1]\n[2]\nand so on', undefined, text('[1]\n[2]\nand so on')],
    ['XML', '<a><b>1</b></a>', 'application/xml', json({ a: { b: '1' } })],
    ['CSV', 'a,b\n1,x\n', 'text/csv', json({ columns: ['a', 'b'], rows: [[1, 'x']] })],
    ['TSV', 'a,b\tc\n1\t2\n', 'text/tab-separated-values', json({ columns: ['a,b', 'c'], rows: [[1, 2]] })],
    ['text', 'hello', 'text/plain', text('hello')],
    ['HTML, for conversion', '<p>x</p>', 'text/html', { kind: 'html', html: '<p>x</p>' }],
    ['HTML that is called text', HTML, 'text/plain', text(HTML)],
    ['a malformed media type', 'hello', ';;;', text('hello')],
    ['bytes with a NUL', 'a\0b', undefined, { kind: 'binary', type: 'application/octet-stream', bytes: 3 }],
    ['an image', 'GIF89a', 'image/gif', { kind: 'binary', type: 'image/gif', bytes: 6 }],
    ['a labelled zip', 'PK\u0003\u0004', 'application/x-y', { kind: 'binary', type: 'application/x-y', bytes: 4 }],
  ])('%s', async (_, body, type, expected) => {
    expect(await decode(bytes(body), type, 'auto')).toEqual(expected);
  });

  test('an image has its size, whatever it is called', async () => {
    for (const type of ['image/png', 'image/jpeg', 'text/html', 'application/json', undefined]) {
      const expected = { kind: 'binary', type: 'image/png', bytes: PNG.length, width: 640, height: 480 };
      expect(await decode(PNG, type, 'auto')).toEqual(expected);
    }
  });

  test('JSON with a byte order mark', async () => {
    expect(await decode(bytes('\ufeff{"a":1}'), 'application/json', 'auto')).toEqual(json({ a: 1 }));
    const utf16 = Buffer.from('\ufeff{"a":"ü"}', 'utf16le');
    expect(await decode(utf16, 'application/json', 'auto')).toEqual(json({ a: 'ü' }));
  });

  test('text in the charset that is named, and in UTF-8 where the name is unknown', async () => {
    expect(await decode(Buffer.from([0x82, 0xa0]), 'text/plain; charset=shift_jis', 'auto')).toEqual(text('あ'));
    expect(await decode(bytes('ü'), 'text/plain; charset=nonsense', 'auto')).toEqual(text('ü'));
  });

  test('a page in the charset that it names itself', async () => {
    const page = Buffer.concat([bytes('<html><meta charset="shift_jis">'), Buffer.from([0x82, 0xa0])]);
    expect(await decode(page, 'text/html', 'auto')).toMatchObject({ html: '<html><meta charset="shift_jis">あ' });
  });

  test('broken XML is text with a note', async () => {
    const note = expect.stringMatching(/broken/) as unknown;
    expect(await decode(bytes('<a>'), 'text/xml', 'auto')).toEqual({ kind: 'text', text: '<a>', note });
  });
});

describe('JSON that is not', () => {
  test('says so, with the start of the text', async () => {
    const html = decode(bytes('<html>no</html>'), 'application/json', 'auto');
    await expect(html).rejects.toThrow(/not valid JSON.*"<html>no<\/html>"/);
    await expect(decode(bytes('not json'), 'text/plain', 'json')).rejects.toThrow(/"as": "text"/);
    await expect(decode(bytes(''), undefined, 'json')).rejects.toThrow(/empty/);
    await expect(decode(bytes('{"a":1}\n{'), 'application/x-ndjson', 'auto')).rejects.toThrow(/line 2/);
  });

  test('or is nested 100,000 deep does no harm', async () => {
    const bomb = bytes('['.repeat(100_000) + ']'.repeat(100_000));
    await expect(decode(bomb, 'application/json', 'auto')).rejects.toThrow(/nested/);
    const objects = bytes('{"a":'.repeat(300) + '1' + '}'.repeat(300));
    await expect(decode(objects, 'application/json', 'auto')).rejects.toThrow(/nested/);
    expect(await decode(bomb, 'text/plain', 'auto')).toMatchObject({ kind: 'text' });
  });
});

describe('as json', () => {
  test.each([
    ['whatever it is called', '{"a":1}', 'text/html', { a: 1 }],
    ['even an image', '[1]', 'image/png', [1]],
    ['a value that is no object', '1', 'text/plain', 1],
    ['NDJSON', '{"a":1}\n{"a":2}', 'text/plain', [{ a: 1 }, { a: 2 }]],
  ])('%s', async (_, body, type, value) => {
    expect(await decode(bytes(body), type, 'json')).toEqual(json(value));
  });

  test('of what is not says what to use instead', async () => {
    const image = decode(PNG, 'image/png', 'json');
    await expect(image).rejects.toThrow(/image\/png \(25 bytes\), not JSON; use "as": "base64"/);
    await expect(decode(bytes('<a/>'), 'text/xml', 'json')).rejects.toThrow(/"auto" to have the XML as a value/);
    await expect(decode(bytes('a,b'), 'text/csv', 'json')).rejects.toMatchObject({ outcome: 'decode' });
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
  ] as const)('%s of %j, %s', async (as, body, type, expected) => {
    expect(await decode(bytes(body), type, as)).toEqual(expected);
  });

  test.each(['markdown', 'html'] as const)('%s of an image says what to use instead', async (as) => {
    const failure = decode(PNG, undefined, as);
    await expect(failure).rejects.toMatchObject({ outcome: 'decode' });
    await expect(failure).rejects.toThrow(`image/png (25 bytes), which cannot be had as ${as}; use "as": "base64"`);
  });
});
