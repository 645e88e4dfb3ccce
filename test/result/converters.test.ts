import { expect, test } from 'vitest';
import { convertersFor } from '../../src/result/converters.ts';
import { readSelectedNow } from '../../src/result/read-selected.ts';
import type { Reading } from '../../src/result/reading.ts';

const READING: Reading = { contentType: undefined, url: 'http://h/', as: 'auto', isLenient: false, select: undefined };
const PAGE = Buffer.from('<!doctype html><html><body><p>Kiln</p></body></html>');

test.each([
  ['application/json', {}],
  ['application/problem+json; charset=utf-8', {}],
  ['application/x-ndjson', {}],
  ['application/json', { as: 'markdown' }],
] as const)('what is called %s is read without converters, whatever its bytes are: %j', async (contentType, more) => {
  const reading = { ...READING, contentType, ...more, isLenient: true };
  expect(await convertersFor([reading])).toBeUndefined();
  expect(readSelectedNow([PAGE], reading, undefined).value).toBe(String(PAGE));
});

test.each([
  ['text/html', {}],
  [undefined, {}],
  ['application/octet-stream', {}],
  ['application/json', { extract: 'p' }],
])('what is called %s may take them: %j', async (contentType, more) => {
  const readings = [
    { ...READING, contentType: 'application/json' },
    { ...READING, contentType, ...more },
  ];
  const converters = await convertersFor(readings);
  expect(converters?.pageToMarkdown).toBeTypeOf('function');
});
