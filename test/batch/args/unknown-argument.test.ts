import { describe, expect, test } from 'vitest';
import { READ_SCHEMAS, WRITE_SCHEMAS, type RequestSchemas } from '../../../src/batch/args/request-schemas.ts';
import { keysAt } from '../../../src/batch/args/problems.ts';
import { OTHER_NAMES } from '../../../src/batch/args/other-names.ts';
import { readSchema } from '../../../src/tools/read/read-schema.ts';
import { describeUnknown } from '../../../src/batch/args/unknown-argument.ts';

const inCall = ({ callJson }: RequestSchemas): readonly string[] => keysAt(callJson, []);
const inRequest = ({ requestJson }: RequestSchemas): readonly string[] => keysAt(requestJson, []);
const inPaginate = keysAt(READ_SCHEMAS.requestJson, ['paginate']);

const READING = Object.keys(readSchema.shape);

/** What is said to have been meant. */
function meant(key: string, known: readonly string[]): string | undefined {
  return /did you mean "(\w+)"/.exec(describeUnknown(key, known))?.[1];
}

test.each([
  ['ref', inCall(READ_SCHEMAS), 'unknown argument; read_result takes it'],
  ['ref', inCall(WRITE_SCHEMAS), 'unknown argument; read_result takes it'],
  ['retry_of', READING, 'unknown argument; fetch_many takes it; this tool makes no request'],
  ['url', READING, 'unknown argument; fetch_many takes it; this tool makes no request'],
  ['i', READING, 'unknown argument; it is part of the ref: "b7f3k2mq9/5", or "b7f3k2mq9/11..20"'],
])('%s of another tool', (key, known, said) => {
  expect(describeUnknown(key, known)).toBe(said);
});

describe('an argument by another name is named as what was meant', () => {
  test.each([
    ['urls', 'requests'],
    ['endpoints', 'requests'],
    ['baseUrl', 'base_url'],
    ['baseURL', 'base_url'],
    ['host', 'base_url'],
    ['timeout', 'timeout_ms'],
    ['timeoutMs', 'timeout_ms'],
    ['limit', 'concurrency'],
    ['parallel', 'concurrency'],
    ['max-concurrency', 'concurrency'],
    ['fields', 'select'],
    ['jq', 'select'],
    ['jsonpath', 'select'],
    ['filter', 'select'],
    ['type', 'as'],
    ['format', 'as'],
    ['responseType', 'as'],
    ['auth', 'headers'],
    ['bearer', 'headers'],
    ['max_retries', 'retries'],
    ['attempts', 'retries'],
    ['deadline', 'deadline_ms'],
    ['max_chars', 'max_tokens'],
    ['fail_fast', 'on_error'],
    ['delay', 'min_interval_ms'],
    ['preview', 'dry_run'],
    ['dryrun', 'dry_run'],
    ['concurency', 'concurrency'],
    ['layot', 'layout'],
    ['max_token', 'max_tokens'],
  ])('%s of a call: %s', (key, expected) => {
    expect(meant(key, inCall(READ_SCHEMAS))).toBe(expected);
  });

  test.each([
    ['uri', 'url'],
    ['params', 'query'],
    ['qs', 'query'],
    ['searchParams', 'query'],
    ['variables', 'vars'],
    ['data', 'json'],
    ['payload', 'json'],
    ['token', 'headers'],
    ['cookies', 'headers'],
    ['verb', 'method'],
    ['name', 'id'],
    ['pagination', 'paginate'],
    ['selct', 'select'],
  ])('%s of a request: %s', (key, expected) => {
    expect(meant(key, inRequest(WRITE_SCHEMAS))).toBe(expected);
  });

  test.each([
    ['limit', 'max_pages'],
    ['maxPages', 'max_pages'],
    ['cursor', 'next'],
    ['results', 'items'],
    ['cursor_param', 'param'],
  ])('%s of paginate: %s', (key, expected) => {
    expect(meant(key, inPaginate)).toBe(expected);
  });
});

test.each([
  [
    'data',
    READ_SCHEMAS,
    'request_many takes it in a request, as "json", unless the server runs with --read-only; this tool only reads',
  ],
  ['json', READ_SCHEMAS, 'request_many takes it, unless the server runs with --read-only; this tool only reads'],
  ['files', WRITE_SCHEMAS, 'multipart bodies are not offered'],
  ['follow_redirects', READ_SCHEMAS, 'redirects are followed'],
  ['verify', READ_SCHEMAS, 'certificates are always verified'],
  ['zzzzzz', READ_SCHEMAS, 'unknown argument; leave it out'],
])('%s: what there is to know', (key, schemas, words) => {
  expect(describeUnknown(key, inRequest(schemas))).toContain(words);
});

test('what belongs elsewhere in the call says where, by other names too', () => {
  const elsewhere = { known: inCall(READ_SCHEMAS), words: 'belongs to the call' };
  const said = (key: string): string => describeUnknown(key, inRequest(READ_SCHEMAS), elsewhere);
  expect(said('concurrency')).toBe('unknown argument here; "concurrency" belongs to the call');
  expect(said('parallel')).toBe('unknown argument here; did you mean "concurrency"? That belongs to the call');
});

test('what a word means is said only where that argument exists', () => {
  const known = new Set([...inCall(WRITE_SCHEMAS), ...inRequest(WRITE_SCHEMAS), ...inPaginate]);
  for (const words of Object.values(OTHER_NAMES)) {
    for (const word of words.split(' ')) {
      const found = meant(word, [...known]);
      expect(found === undefined || known.has(found), `${word}: ${found}`).toBe(true);
    }
  }
});
