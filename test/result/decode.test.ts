import { describe, expect, test } from 'vitest';
import { decode } from '../../src/result/decode.ts';

const bytes = (text: string): Buffer => Buffer.from(text);
const text = (value: string): unknown => ({ kind: 'text', text: value });
const json = (value: unknown): unknown => ({ kind: 'json', value });

describe('auto', () => {
  test.each([
    ['JSON by its media type', '{"a":1}', 'application/json', json({ a: 1 })],
    ['JSON with a parameter', '[1]', 'application/json; charset=utf-8', json([1])],
    ['a +json type', '{"a":1}', 'application/problem+json', json({ a: 1 })],
    ['JSON that is called text/plain', '{"a":1}', 'text/plain', json({ a: 1 })],
    ['JSON without a media type', ' [1, 2]', undefined, json([1, 2])],
    ['what only looks like JSON', '[draft] hello', undefined, text('[draft] hello')],
    ['text', 'hello', 'text/plain', text('hello')],
    ['HTML, for now as it is', '<p>x</p>', 'text/html', text('<p>x</p>')],
    ['a malformed media type', 'hello', ';;;', text('hello')],
    ['bytes with a NUL', 'a\0b', undefined, { kind: 'binary', type: 'application/octet-stream', bytes: 3 }],
    ['an image', 'GIF89a', 'image/gif', { kind: 'binary', type: 'image/gif', bytes: 6 }],
  ])('%s', (_, body, type, expected) => {
    expect(decode(bytes(body), type, 'auto')).toEqual(expected);
  });

  test('JSON with a byte order mark', () => {
    expect(decode(bytes('\ufeff{"a":1}'), 'application/json', 'auto')).toEqual(json({ a: 1 }));
    expect(decode(Buffer.from('\ufeff{"a":"ü"}', 'utf16le'), 'application/json', 'auto')).toEqual(json({ a: 'ü' }));
  });

  test('text in the charset that is named, and in UTF-8 where the name is unknown', () => {
    expect(decode(Buffer.from([0x82, 0xa0]), 'text/plain; charset=shift_jis', 'auto')).toEqual(text('あ'));
    expect(decode(bytes('ü'), 'text/plain; charset=nonsense', 'auto')).toEqual(text('ü'));
  });
});

describe('JSON that is not', () => {
  test('says so, with the start of the text', () => {
    expect(() => decode(bytes('<html>no</html>'), 'application/json', 'auto')).toThrow(/not valid JSON.*"<html>no<\/html>"/);
    expect(() => decode(bytes('not json'), 'text/plain', 'json')).toThrow(/"as": "text"/);
    expect(() => decode(bytes(''), undefined, 'json')).toThrow(/empty/);
  });

  test('or is nested 100,000 deep does no harm', () => {
    expect(() => decode(bytes('['.repeat(100_000) + ']'.repeat(100_000)), 'application/json', 'auto')).toThrow(/nested/);
    expect(() => decode(bytes('{"a":'.repeat(300) + '1' + '}'.repeat(300)), 'application/json', 'auto')).toThrow(/nested/);
  });
});
