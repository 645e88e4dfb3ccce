import { RequestFailure } from '../../request-failure.ts';
import { quoted } from './json-flaw.ts';
import { problemOf, tryReadJson, withoutMark, type NoJson, type ReadJson } from './json.ts';
import { END, skip, walk } from './json-walk.ts';

const SPACE = /\s*/y;
const NEWLINE = 0x0a;
const COMMA = 0x2c;
/** Between two records: the end of a line, and the beginning of an object or array. */
const NEXT_LINE = /[ \t\r]*\n\s*[[{]/y;
/** What a record is cut in: a word, the sign of a number, an escape. */
const CUT_TOKEN = /^(?:t|tr|tru|f|fa|fal|fals|n|nu|nul|-|\\u?[\da-fA-F]{0,3})\s*$/;

/**
 * Parses one JSON value a line (NDJSON, JSON Lines), or one after each RS character (RFC 7464); empty ones are skipped.
 * A last one that is cut is left out, with a note. In time that is proportional to the text.
 * @throws {RequestFailure} `decode` if one is not JSON, with its line (counted from 1) and its text
 */
export function readNdjson(text: string): ReadJson {
  const json = withoutMark(text);
  const whole = allAtOnce(json);
  if (whole) return whole;
  // It may be the last line alone that is broken.
  const lastLine = json.trimEnd().lastIndexOf('\n') + 1;
  return oneByOne(json, lastLine, allAtOnce(json.slice(0, lastLine)));
}

/**
 * Whether a text is several lines of which the first is a JSON object or array, and the second begins like one.
 * @param json that cannot be parsed as a whole
 */
export function looksLikeNdjson(text: string): boolean {
  const json = withoutMark(text);
  const isSequence = json.startsWith('\u001e');
  const start = skip(SPACE, json, isSequence ? 1 : 0);
  if (json[start] !== '{' && json[start] !== '[') return false;
  const stop = walk(json, start);
  if (isSequence) return stop.expected === undefined || json[stop.offset] === '\u001e';
  if (stop.expected !== END) return false;
  const end = json.slice(start, stop.offset).trimEnd().length + start;
  const newline = json.indexOf('\n', start);
  return newline >= end && skip(NEXT_LINE, json, end) > end;
}

/** A million small lines take seconds one by one, and a fraction of that as one array. */
function allAtOnce(json: string): ReadJson | undefined {
  const lines = json.trimEnd();
  if (!isOneValuePerLine(lines)) return undefined;
  const array = Buffer.from(`[${lines}]`);
  let count = 1;
  for (let at = array.indexOf(NEWLINE); at !== -1; at = array.indexOf(NEWLINE, at + 1)) {
    array[at] = COMMA;
    count++;
  }
  const read = tryReadJson(array.toString());
  // A comment would end at the end of its line, which is not there any more.
  const isWhole = 'value' in read && Array.isArray(read.value) && read.value.length === count;
  return isWhole && !/comment/.test(read.note ?? '') ? read : undefined;
}

/** Whether all newlines stand between values, and nothing else does that could. Says nothing of the values. */
function isOneValuePerLine(json: string): boolean {
  if (json === '' || json.startsWith('\u001e')) return false;
  let depth = 0;
  let isBlank = true;
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === 0x0a) {
      if (depth !== 0 || isBlank) return false;
      isBlank = true;
      continue;
    }
    if (code > 0x20) isBlank = false;
    if (code === 0x22) {
      at = stringEnd(json, at);
      if (at === -1) return false;
    } else if (code === 0x2c && depth === 0) return false;
    else if ((code | 0x20) === 0x7b) depth++;
    else if ((code | 0x20) === 0x7d && --depth < 0) return false;
  }
  return depth === 0 && !isBlank;
}

/** The closing quote; -1 if the line ends before it. */
function stringEnd(json: string, open: number): number {
  for (let at = open + 1; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === 0x22) return at;
    if (code === 0x0a) return -1;
    if (code === 0x5c) at++;
  }
  return -1;
}

/** @param read the lines before `from`, if they have been read */
function oneByOne(text: string, from: number, read: ReadJson | undefined): ReadJson {
  const values: unknown[] = Array.isArray(read?.value) ? read.value : [];
  const notes = new Set(read?.note === undefined ? [] : [read.note]);
  let repeated = read?.repeated;
  let hasQuotedNumbers = read?.hasQuotedNumbers ?? false;
  for (const { start, json, isLast } of records(text, read ? from : 0)) {
    const line = tryReadJson(json);
    if (!('problem' in line)) {
      values.push(line.value);
      hasQuotedNumbers ||= line.hasQuotedNumbers ?? false;
      // Of the first line that has such keys: each of a million may have others.
      repeated ??= line.repeated;
      if (line.note !== undefined) notes.add(line.note);
      continue;
    }
    const where = `line ${lineAt(text, start)}`;
    const shown = quoted(json.trim(), 80);
    if (!isLast || values.length === 0 || !isCut(json, line)) {
      const message = `${where} of the body is ${problemOf(json, line)}; it is ${shown}; use "as": "text" to see it`;
      throw new RequestFailure({ outcome: 'decode', message });
    }
    notes.add(`${where}, the last one, is cut and left out: ${shown}`);
  }
  return {
    value: values,
    ...(notes.size > 0 ? { note: [...notes].join('; ') } : {}),
    ...(repeated === undefined ? {} : { repeated }),
    ...(hasQuotedNumbers ? { hasQuotedNumbers } : {}),
  };
}

function isCut(json: string, { problem: stop }: NoJson): boolean {
  if (typeof stop === 'string' || stop.expected === undefined || stop.expected === END) return false;
  return stop.offset >= json.trimEnd().length || CUT_TOKEN.test(json.slice(stop.offset, stop.offset + 10));
}

interface JsonRecord {
  readonly start: number;
  readonly json: string;
  readonly isLast: boolean;
}

/** One at a time: a body of nothing but newlines must not become an array of them. */
function* records(text: string, from: number): Generator<JsonRecord> {
  const separator = text.startsWith('\u001e') ? '\u001e' : '\n';
  const nextStart = (end: number): number => {
    let at = skip(SPACE, text, end);
    while (text[at] === '\u001e') at = skip(SPACE, text, at + 1);
    return at;
  };
  for (let start = nextStart(from); start < text.length;) {
    const found = text.indexOf(separator, start);
    const end = found === -1 ? text.length : found;
    const next = nextStart(end);
    yield { start, json: text.slice(start, end), isLast: next >= text.length };
    start = next;
  }
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}
