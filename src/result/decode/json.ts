import { RequestFailure } from '../../request-failure.ts';
import { findFlaw } from './json-flaw.ts';
import { closingQuote, quoteBigNumbers } from './json-numbers.ts';
import { wellFormed } from './well-formed.ts';

/** Deeper JSON than this is an attack: 100,000 nested arrays parse, and then end the process that writes them. */
const MAX_DEPTH = 200;

const INSTEAD = 'use "as": "text" to see it';

/**
 * Parses JSON (RFC 8259), with or without a byte order mark. Whole numbers beyond 2^53 - 1 and numbers beyond the range
 * of a JavaScript number are returned as strings, so that no digit is lost. Of equal keys the last one counts;
 * `__proto__` is a key like any other. In time that is proportional to the text.
 * @throws {HttpFailure} `decode` if it is not JSON, with the line and column, or nests more than 200 levels deep
 */
export function parseJson(text: string): unknown {
  const json = withoutMark(text);
  return valueOf(json, tryParse(json));
}

function valueOf(json: string, attempt: Attempt): unknown {
  if (!('problem' in attempt)) return wellFormed(attempt.value, json);
  const start = json.trim() === '' ? '' : `; it starts with ${quoted(json.trimStart(), 80)}`;
  throw failure(`the body is ${attempt.problem}${start}; ${INSTEAD}`);
}

/**
 * Parses one JSON value a line (NDJSON, JSON Lines), or one after each RS character (RFC 7464); empty ones are skipped.
 * @throws {HttpFailure} `decode` if one is not JSON, with its line (counted from 1) and its text
 */
export function parseNdjson(text: string): unknown[] {
  const values: unknown[] = [];
  for (const { line, json } of records(withoutMark(text))) {
    const attempt = tryParse(json);
    if ('problem' in attempt) {
      throw failure(`line ${line} of the body is ${attempt.problem}; it is ${quoted(json.trim(), 80)}; ${INSTEAD}`);
    }
    values.push(attempt.value);
  }
  return values;
}

/** Whether a text is several lines of which the first two are each a JSON object or array. */
export function looksLikeNdjson(text: string): boolean {
  let seen = 0;
  for (const { json } of records(withoutMark(text))) {
    if (!/^\s*[[{]/.test(json) || 'problem' in tryParse(json)) return false;
    if (++seen === 2) return true;
  }
  return false;
}

/** The value, or what the text is instead of JSON, in words. */
type Attempt = { readonly value: unknown } | { readonly problem: string };

function tryParse(json: string): Attempt {
  if (json.trim() === '') return { problem: 'not valid JSON: it is empty' };
  if (isTooDeep(json)) return { problem: `nested more than ${MAX_DEPTH} levels deep, too much to read as JSON` };
  try {
    const value = JSON.parse(json) as unknown;
    const exact = quoteBigNumbers(json);
    return { value: exact === json ? value : (JSON.parse(exact) as unknown) };
  } catch {
    return { problem: `not valid JSON: ${flawOf(json)}` };
  }
}

function flawOf(json: string): string {
  const flaw = findFlaw(json);
  if (flaw === undefined) return 'it cannot be parsed';
  const { line, column, offset, expected } = flaw;
  const found = offset >= json.length ? 'it ends' : `there is ${quoted(json.slice(offset), 20)}`;
  return `at line ${line}, column ${column} (offset ${offset}) ${found} where ${expected} was expected`;
}

/** Counts brackets outside strings, before anything is built from them. */
function isTooDeep(json: string): boolean {
  let depth = 0;
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === 0x22) at = closingQuote(json, at);
    else if ((code | 0x20) === 0x7b && ++depth > MAX_DEPTH) return true; // [ and {
    else if ((code | 0x20) === 0x7d) depth--; // ] and }
  }
  return false;
}

/** One at a time: a body of nothing but newlines must not become an array of them. */
function* records(text: string): Generator<{ readonly line: number; readonly json: string }> {
  const sequence = text.startsWith('\u001e');
  const separator = sequence ? '\u001e' : '\n';
  let line = 1;
  for (let start = 0; start < text.length;) {
    const found = text.indexOf(separator, start);
    const end = found === -1 ? text.length : found;
    const json = text.slice(start, end);
    if (json.trim() !== '') yield { line, json };
    line += sequence ? json.split('\n').length - 1 : 1;
    start = end + 1;
  }
}

function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

function quoted(text: string, length: number): string {
  return JSON.stringify(text.slice(0, length).toWellFormed());
}

function failure(message: string): RequestFailure {
  return new RequestFailure({ outcome: 'decode', message });
}
