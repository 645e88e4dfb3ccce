/** Where a walk over a JSON text ends: at the end of its value, or where something else was expected. */
export interface Stop {
  /** In UTF-16 code units from the start of the text. */
  readonly offset: number;
  /** What was expected there; undefined if the value is whole and nothing but white space follows it. */
  readonly expected: string | undefined;
}

/** What was expected behind a value that is whole. */
export const END = 'the end';

/** What a walk forgives, and how the text reads without it. */
export interface Forgiven {
  /** @param insert what stands for the text from `from` up to `to` */
  replace(from: number, to: number, insert: string, what: Slip): void;
}

/** What JSON does not have, and texts that are meant as JSON sometimes do. */
export type Slip = 'comments' | 'trailing commas' | 'NaN' | 'Infinity' | 'undefined';

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
const NO_VALUE = /(?:NaN|-?Infinity|undefined)(?![\w$])/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** What may come next: a value, or a value or the closing bracket, and so on. */
const VALUE = 0;
const VALUE_OR_END = 1;
const KEY = 2;
const KEY_OR_END = 3;
const COMMA = 4;
const EXPECTED = ['a value', 'a value or "]"', 'a key in double quotes', 'a key in double quotes or "}"'];

/**
 * Walks over one JSON value (RFC 8259), up to the first place that breaks the grammar. Without recursion, in time that
 * is proportional to the text.
 * @param from where the value starts, or white space before it
 * @param forgiven if given, comments, a comma before a closing bracket, NaN, Infinity and undefined are told to it, and
 *   no reason to stop
 */
export function walk(text: string, from: number, forgiven?: Forgiven): Stop {
  const closers: string[] = [];
  let comma = -1; // where the comma before this place is, if one is
  let at = space(text, from, forgiven);
  let next = VALUE;
  for (;;) {
    const character = text[at];
    const closer = closers.at(-1);
    if (next === COMMA) {
      if (closer === undefined) return { offset: at, expected: character === undefined ? undefined : END };
      if (character !== ',' && character !== closer) return { offset: at, expected: `"," or "${closer}"` };
      if (character === closer) closers.pop();
      else {
        comma = at;
        next = closer === '}' ? KEY : VALUE;
      }
      at++;
    } else if (character !== undefined && character === closer && (next & 1 || (forgiven && comma !== -1))) {
      if (comma !== -1) forgiven?.replace(comma, comma + 1, '', 'trailing commas');
      comma = -1;
      closers.pop();
      next = COMMA;
      at++;
    } else if (next === KEY || next === KEY_OR_END) {
      if (character !== '"') return { offset: at, expected: EXPECTED[next] };
      const end = stringEnd(text, at);
      if (end.expected !== undefined) return end;
      at = space(text, end.offset, forgiven);
      if (text[at] !== ':') return { offset: at, expected: '":"' };
      next = VALUE;
      comma = -1;
      at++;
    } else if (character === '[' || character === '{') {
      closers.push(character === '[' ? ']' : '}');
      next = character === '[' ? VALUE_OR_END : KEY_OR_END;
      comma = -1;
      at++;
    } else {
      const end = scalarEnd(text, at, forgiven);
      if (end === at) return { offset: at, expected: EXPECTED[next] };
      if (typeof end !== 'number') return end;
      at = end;
      next = COMMA;
    }
    at = space(text, at, forgiven);
  }
}

/** The end of what a sticky pattern matches at this place; the place itself if it does not. */
export function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

/** The end of white space, and of comments where those are forgiven. */
function space(text: string, from: number, forgiven: Forgiven | undefined): number {
  for (let at = from; ; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) continue;
    if (!forgiven || code !== 0x2f) return at;
    const end = commentEnd(text, at);
    if (end === -1) return at;
    forgiven.replace(at, end, ' ', 'comments');
    at = end - 1;
  }
}

function commentEnd(text: string, at: number): number {
  if (text[at + 1] === '/') {
    const end = text.indexOf('\n', at);
    return end === -1 ? text.length : end;
  }
  const end = text[at + 1] === '*' ? text.indexOf('*/', at + 2) : -1;
  return end === -1 ? -1 : end + 2;
}

/** The end of a string, number or word; `at` if there is none. */
function scalarEnd(text: string, at: number, forgiven: Forgiven | undefined): number | Stop {
  const code = text.charCodeAt(at);
  if (code === 0x22) {
    const end = stringEnd(text, at);
    return end.expected === undefined ? end.offset : end;
  }
  const end = skip(code === 0x2d || (code >= 0x30 && code <= 0x39) ? NUMBER : WORD, text, at);
  const odd = end === at && forgiven ? skip(NO_VALUE, text, at) : end;
  if (odd === end) return end;
  const word = text.slice(at, odd);
  const what = word.endsWith('Infinity') ? 'Infinity' : word === 'NaN' ? word : 'undefined';
  forgiven?.replace(at, odd, what === 'Infinity' ? `"${word}"` : 'null', what);
  return odd;
}

function stringEnd(text: string, start: number): Stop {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return { offset: at + 1, expected: undefined };
    if (code < 0x20) return { offset: at, expected: 'an escape such as \\n in place of a control character' };
    if (code === 0x5c) {
      const end = skip(ESCAPE, text, at);
      if (end === at) return { offset: at, expected: 'one of the escapes \\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX' };
      at = end - 1;
    }
  }
  return { offset: text.length, expected: `the end of the string that starts at offset ${start}` };
}
