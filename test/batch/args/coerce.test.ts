import { describe, expect, test } from 'vitest';
import { coerce } from '../../../src/batch/args/coerce.ts';
import { toJsonSchema } from '../../../src/batch/args/json-schema.ts';
import { callSchema } from '../../../src/batch/args/schema.ts';

const schema = toJsonSchema(callSchema);
const requests = ['http://a.example/'];

describe('what is sent is read as what is meant', () => {
  test.each([
    ['the whole call as text', JSON.stringify({ requests }), { requests }],
    ['a list as text', { requests: JSON.stringify(requests) }, { requests }],
    ['one URL', { requests: requests[0] }, { requests }],
    ['one object', { requests: { url: 'x' } }, { requests: [{ url: 'x' }] }],
    ['one object as text', { requests: '{"url": "x"}' }, { requests: [{ url: 'x' }] }],
    ['a list of objects as text', { requests: ['{"url": "x"}', 'y'] }, { requests: [{ url: 'x' }, 'y'] }],
    ['a number as text', { requests, concurrency: '5' }, { requests, concurrency: 5 }],
    ['headers as text', { requests, headers: '{"x-a": "1"}' }, { requests, headers: { 'x-a': '1' } }],
    ['a number where text belongs', { requests, headers: { 'x-a': 1 } }, { requests, headers: { 'x-a': '1' } }],
    ['one name where a list belongs', { requests, response_headers: 'etag' }, { requests, response_headers: ['etag'] }],
    ['null for what is left out', { requests, retries: null, select: null }, { requests }],
    [
      'another case',
      { requests: [{ url: 'x', method: 'get' }], as: 'JSON' },
      { requests: [{ url: 'x', method: 'GET' }], as: 'json' },
    ],
    ['a list of numbers as text', { requests: [{ url: 'x', query: { a: 1 } }] }, { requests: [{ url: 'x', query: { a: 1 } }] }],
  ])('%s', (_, sent, meant) => {
    expect(coerce(schema, sent)).toEqual(meant);
  });
});

describe('what already is what it may be stays', () => {
  test.each([
    ['a select that is also JSON', { requests, select: '["id"]' }],
    ['a template that starts with a brace', { requests: ['{base}/x'] }],
    ['text in a query', { requests: [{ url: 'x', query: { id: '007', flag: 'true' } }] }],
    ['what cannot be read', { requests, concurrency: 'many', requests_: null, unknown: '5' }],
    ['a key that objects inherit', { requests, constructor: '5' }],
  ])('%s', (_, sent) => {
    expect(coerce(schema, sent)).toEqual(sent);
  });
});

describe('what is large', () => {
  test('is not made anew where nothing is to be changed', () => {
    const vars = Object.fromEntries(Array.from({ length: 1_000 }, (_, nth) => [`k${nth}`, nth]));
    const sent = { requests: [{ url: 'x', vars: [vars] }] };
    expect(coerce(schema, sent)).toBe(sent);
  });

  test('and nested without end is no JSON that anybody has meant', () => {
    const text = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    expect(coerce(schema, { requests: text })).toEqual({ requests: [text] });
  });
});
