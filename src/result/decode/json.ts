import { RequestFailure } from '../../request-failure.ts';
import { describeFlaw, flawAt, quoted } from './json-flaw.ts';
import { countMembers, describeRepeatedKeys } from './json-keys.ts';
import { closingQuote, quoteBigNumbers } from './json-numbers.ts';
import { correctJson } from './json-slips.ts';
import { walk, type Stop } from './json-walk.ts';
import { withoutLoneSurrogates } from './surrogates.ts';

/** Deeper JSON than this is an attack: 100,000 nested arrays parse, and then end the process that writes them. */
const MAX_DEPTH = 200;

const INSTEAD = 'use "as": "text" to see it';

/** A value, and what was amiss with its text. */
export interface ReadJson {
  readonly value: unknown;
  readonly note?: string;
  /** What is to be said of keys that come more than once in one object; absent if there are none. */
  readonly repeated?: string;
  /** Whether it had numbers that JavaScript would change, which are strings now. */
  readonly hasQuotedNumbers?: boolean;
}

/** What a text is instead of JSON, in words. @param json the text without a byte order mark */
export function problemOf(json: string, { problem }: NoJson): string {
  if (typeof problem === 'string') return problem;
  const { offset, expected } = problem;
  const flaw = expected === undefined ? 'it cannot be parsed' : describeFlaw(json, flawAt(json, offset, expected));
  return `not valid JSON: ${flaw}`;
}

/** Why a text is no JSON: in words, or by where its grammar is broken, of which {@link problemOf} makes words. */
export interface NoJson {
  readonly problem: string | Stop;
}

/**
 * Parses JSON (RFC 8259), with or without a byte order mark. Whole numbers beyond 2^53 - 1 and numbers beyond the range
 * of a JavaScript number are returned as strings, so that no digit is lost; a lone surrogate becomes U+FFFD. Of equal
 * keys the last one counts; `__proto__` is a key like any other. In time that is proportional to the text.
 * @throws {RequestFailure} `decode` if it is not JSON, with the line and column, or nests more than 200 levels deep
 */
export function parseJson(text: string): unknown {
  const json = withoutMark(text);
  const parsed = tryParse(json);
  if ('problem' in parsed) throw notJson(json, parsed);
  return parsed.value;
}

/**
 * As {@link parseJson}, of text that may also be JSON with what {@link correctJson} forgives; the note says with what.
 * Never throws.
 */
export function tryReadJson(text: string): ReadJson | NoJson {
  const json = withoutMark(text);
  const parsed = tryParse(json);
  if (!('problem' in parsed)) return parsed;
  if (typeof parsed.problem === 'string') return parsed;
  const corrected = correctJson(json);
  if ('stop' in corrected) return { problem: corrected.stop };
  const value = tryParse(corrected.json);
  if ('problem' in value) return value;
  return { ...value, note: `JSON but for ${corrected.slips.join(', ')}` };
}

/** The failure of a body that is no JSON. */
export function notJson(text: string, problem: NoJson): RequestFailure {
  const json = withoutMark(text);
  const start = /\S/.test(json) ? `; it starts with ${quoted(json.trimStart(), 80)}` : '';
  return new RequestFailure({ outcome: 'decode', message: `the body is ${problemOf(json, problem)}${start}; ${INSTEAD}` });
}

/** Parses exactly RFC 8259. */
function tryParse(json: string): Omit<ReadJson, 'note'> | NoJson {
  if (!/[^ \t\n\r]/.test(json)) return { problem: 'not valid JSON: it is empty' };
  const members = countColons(json);
  if (members === undefined) return { problem: `nested more than ${MAX_DEPTH} levels deep, too much to read as JSON` };
  try {
    const value = JSON.parse(json) as unknown;
    const withQuotes = quoteBigNumbers(json);
    const exact = withoutLoneSurrogates(withQuotes);
    if (exact === json)
      return members === countMembers(value, members) ? { value } : { value, repeated: describeRepeatedKeys(json) };
    const read = { value: JSON.parse(exact) as unknown, ...(withQuotes === json ? {} : { hasQuotedNumbers: true }) };
    return members === countMembers(read.value, members) ? read : { ...read, repeated: describeRepeatedKeys(exact) };
  } catch {
    return { problem: walk(json, 0) };
  }
}

/** Whether brackets in a JSON text are nested too deeply, which is seen before anything is built from them. */
export function isTooDeep(json: string): boolean {
  return countColons(json) === undefined;
}

/**
 * Counts the colons outside strings, which valid JSON has one of for each member of an object.
 * @returns undefined if brackets are nested too deeply, which is seen before anything is built from them
 */
function countColons(json: string): number | undefined {
  let depth = 0;
  let colons = 0;
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === 0x22) at = closingQuote(json, at);
    else if ((code | 0x20) === 0x7b && ++depth > MAX_DEPTH) return undefined; // [ and {
    else if ((code | 0x20) === 0x7d) depth--; // ] and }
    else if (code === 0x3a) colons++;
  }
  return colons;
}

/** A text without its byte order mark. */
export function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}
