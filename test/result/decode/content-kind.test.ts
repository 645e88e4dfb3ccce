import { describe, expect, test } from 'vitest';
import { inspect, type Kind } from '../../../src/result/decode/content-kind.ts';
import { sniff } from '../../../src/result/decode/sniff.ts';
import { cpuMs } from '../../support/cpu.ts';

const kindOf = (type: string | undefined, body: Buffer): Kind => inspect(type, body).kind;
const latin = (text: string): Buffer => Buffer.from(text, 'latin1');
const hex = (digits: string): Buffer => Buffer.from(digits.replaceAll(' ', ''), 'hex');
const sized = (type: string): unknown => ({ type, width: 640, height: 480 });
const JPEG_APP0 = 'ffe0 0010 4a464946 0001 0100 0001 0001 0000';

describe('magic bytes', () => {
  test.each([
    ['89504e470d0a1a0a 0000000d 49484452 00000280 000001e0 08', sized('image/png')],
    ['89504e470d0a1a0a', { type: 'image/png' }],
    ['474946383961 8002 e001', sized('image/gif')],
    ['474946383961', { type: 'image/gif' }],
    [`ffd8 ${JPEG_APP0} ffc0 0011 08 01e0 0280 03`, sized('image/jpeg')],
    [`ffd8 ffff ${JPEG_APP0.slice(2)} ffc4 0004 0000 ffc2 0011 08 01e0 0280 03`, sized('image/jpeg')],
    [`ffd8 ${JPEG_APP0}`, { type: 'image/jpeg' }],
    ['52494646 00000000 57454250 56503820 00000000 000000 9d012a 8002 e001', sized('image/webp')],
    ['52494646 00000000 57454250 5650384c 00000000 2f 7fc27700 0000000000', sized('image/webp')],
    ['52494646 00000000 57454250 56503858 00000000 00000000 7f0200 df0100', sized('image/webp')],
    ['424d 46000000 00000000 36000000 28000000 80020000 20feffff 0100', sized('image/bmp')],
    ['255044462d312e37', { type: 'application/pdf' }],
    ['504b0304', { type: 'application/zip' }],
    ['1f8b08 00', { type: 'application/gzip' }],
    ['494433 03 00 00 00000f76', { type: 'audio/mpeg' }],
    ['fffb 90 64', { type: 'audio/mpeg' }],
    ['00000018 66747970 69736f6d', { type: 'video/mp4' }],
    ['00000018 66747970 4d344120', { type: 'audio/mp4' }],
    ['00000018 66747970 61766966', { type: 'image/avif' }],
    ['4f676753 00', { type: 'application/ogg' }],
    ['0061736d 01000000', { type: 'application/wasm' }],
    ['774f4632 00010000', { type: 'font/woff2' }],
    ['774f4646 4f54544f', { type: 'font/woff' }],
    ['664c6143 00000022', { type: 'audio/flac' }],
    ['52494646 24000000 57415645', { type: 'audio/wav' }],
    ['0000001c 66747970 69736f36', { type: 'video/mp4' }],
  ])('%s', (bytes, expected) => {
    expect(sniff(hex(bytes))).toEqual(expected);
  });

  test.each([
    '',
    'B',
    'BMW is a maker of cars and motorcycles',
    'GIF',
    'PK',
    'ID3 is it',
    '{"a":1}',
    'ÿþ',
    '<svg/>',
    '{"xyftyp":1}',
    'abcdftypisom',
    '\0\0\0\u0018ftyp\0\0\0\0',
    'GIF89a is a format',
    'RIFFabcdWAVE',
    'RIFFabcdWEBPage',
    'wOFF and on',
    'fLaC, free and lossless',
    'ID3\u0003 tags',
    '%PDF-file',
    '\u001f\u008b\b\u00ff',
  ])('are not in %j', (text) => {
    expect(sniff(latin(text))).toBeUndefined();
  });

  test('of every kind, cut anywhere, do no harm', () => {
    const whole = hex(`ffd8 ${JPEG_APP0} ffc0 0011 08 01e0 0280 03`);
    for (let length = 0; length <= whole.length; length++) expect(() => sniff(whole.subarray(0, length))).not.toThrow();
    for (const start of ['RIFF0000WEBPVP8X', 'RIFF0000WEBPVP8L', 'BM', '\u00ff\u00d8\u00ff\u00e0\u00ff']) {
      for (let length = 0; length < 40; length++) expect(() => sniff(latin(start + '\0'.repeat(length)))).not.toThrow();
    }
  });
});

describe('the kind', () => {
  test.each([
    ['application/json', 'x', 'json'],
    ['application/problem+json; charset=utf-8', 'x', 'json'],
    ['text/json', '', 'json'],
    ['application/x-ndjson', '', 'ndjson'],
    ['application/jsonl', '', 'ndjson'],
    ['application/json-seq', '', 'ndjson'],
    ['text/html', 'hello', 'html'],
    ['application/xhtml+xml', '<html/>', 'html'],
    ['application/xml', 'x', 'xml'],
    ['application/rss+xml', '<rss/>', 'xml'],
    ['text/csv; header=present', 'a', 'csv'],
    ['text/tab-separated-values', 'a', 'csv'],
    ['text/markdown', '# <html>', 'text'],
    ['application/yaml', 'a: 1', 'text'],
    ['application/javascript', 'x()', 'text'],
    ['image/svg+xml', '<svg/>', 'text'],
    ['image/png', 'no magic', 'binary'],
    ['video/mp4', '', 'binary'],
    ['TEXT/HTML', 'x', 'html'],
    ['text/csv, text/csv; charset=utf-8', 'a', 'csv'],
    [' text/csv ; header=absent', 'a', 'csv'],
  ])('of %s is the one that its label says', (type, body, kind) => {
    expect(kindOf(type, latin(body))).toBe(kind);
  });

  test.each([
    [undefined, '{"a":1}', 'json'],
    [undefined, ' \n[1]', 'json'],
    [undefined, '\u00ef\u00bb\u00bf[1]', 'json'],
    [undefined, '[\u00001\0]\0', 'json'],
    [undefined, '{"a":1}\n{"a":2}\n', 'ndjson'],
    [undefined, '\u001e{"a":1}\n\u001e{"a":2}\n', 'ndjson'],
    [undefined, '<!DOCTYPE html><p>x', 'html'],
    [undefined, '\n<!-- a --><!-- b -->\n<HTML lang="en">', 'html'],
    [undefined, '<?xml version="1.0"?><a/>', 'xml'],
    [undefined, '<rss version="2.0">', 'xml'],
    [undefined, '[draft] hello', 'text'],
    [undefined, '1', 'text'],
    [undefined, '', 'text'],
    [undefined, 'a\0b', 'binary'],
    [undefined, '\u0001\u0002\u0003abc', 'binary'],
    [undefined, 'h\0e\0l\0l\0o\0', 'text'],
    [undefined, '\u001b[31mred\u001b[0m text', 'text'],
    ['application/octet-stream', '{"a":1}', 'json'],
    ['application/octet-stream', 'plain text', 'text'],
    ['application/vnd.example', 'plain text', 'text'],
    ['text/plain', '<!doctype html><p>x', 'text'],
    ['text/plain', '<?xml version="1.0"?><a/>', 'xml'],
    ['text/plain', '{"a":1}', 'json'],
    ['text/plain', '{"a":1', 'text'],
    ['text/html', '{"a":1}', 'json'],
    ['text/html; charset=utf-8', '"just a string"', 'html'],
    ['text/html', '<?xml version="1.0"?><rss/>', 'xml'],
    ['text/html', '<?xml version="1.0"?>\n<!DOCTYPE html><html>', 'html'],
    ['application/xml', '<!doctype html><p>', 'html'],
    ['text/javascript', '{"a":1}', 'json'],
    [';;;', 'hello', 'text'],
    ['text/csv', '[{"a":1}]', 'json'],
    ['text/csv', '<!doctype html><p>', 'html'],
    ['text/javascript', '/**/cb({"a":1});', 'json'],
    ['text/plain', 'cb({"a":1});', 'text'],
    ['text/html', ")]}'\n[1]", 'json'],
    ['image/png', '{"a":1}', 'json'],
    [undefined, '<x:feed xmlns:x="http://www.w3.org/2005/Atom">', 'xml'],
    ['text/plain', '%PDF-1.7', 'binary'],
    ['application/json', '\u0089PNG\r\n\u001a\n', 'binary'],
  ])('of %s over %j is the one that its bytes say', (type, body, kind) => {
    expect(kindOf(type, latin(body))).toBe(kind);
  });
});

test('500 KB of comments or brackets take time in proportion', async () => {
  for (const piece of ['<!--', '<!-- -->', '[', '{"a":', '<?xml ', '[1]\n[']) {
    const body = Buffer.alloc(5e5, piece);
    expect(await cpuMs(() => kindOf(undefined, body)), piece).toBeLessThan(800);
  }
});
