/** Where a text stops being JSON, and what was expected there. */
export interface Flaw {
  /** In UTF-16 code units from the start. */
  readonly offset: number;
  /** Counted from 1. */
  readonly line: number;
  /** In UTF-16 code units, counted from 1. */
  readonly column: number;
  readonly expected: string;
}

const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/**
 * Finds the first place at which a text breaks the grammar of RFC 8259. V8 tells it only for some errors.
 * Without recursion, in time that is proportional to the text.
 * @returns undefined if the text is JSON
 */
export function findFlaw(text: string): Flaw | undefined {
  const { offset, expected } = walk(text);
  if (expected === undefined) return undefined;
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { offset, line: countLines(before), column: offset - lineStart + 1, expected };
}

interface Stop {
  readonly offset: number;
  readonly expected: string | undefined;
}

function walk(text: string): Stop {
  const closers: string[] = [];
  let at = skip(SPACE, text, 0);
  let expects: 'value' | 'value or end' | 'key' | 'key or end' | 'comma' = 'value';
  for (;;) {
    const character = text[at];
    const closer = closers.at(-1);
    if (expects === 'comma') {
      if (closer === undefined) return { offset: at, expected: character === undefined ? undefined : 'the end' };
      if (character !== ',' && character !== closer) return { offset: at, expected: `"," or "${closer}"` };
      if (character === closer) closers.pop();
      else expects = closer === '}' ? 'key' : 'value';
      at++;
    } else if (expects.endsWith('or end') && character === closer) {
      closers.pop();
      expects = 'comma';
      at++;
    } else if (expects.startsWith('key')) {
      const orEnd = expects === 'key' ? '' : ' or "}"';
      if (character !== '"') return { offset: at, expected: `a key in double quotes${orEnd}` };
      const end = stringEnd(text, at);
      if (end.expected !== undefined) return end;
      at = skip(SPACE, text, end.offset);
      if (text[at] !== ':') return { offset: at, expected: '":"' };
      expects = 'value';
      at++;
    } else if (character === '[' || character === '{') {
      closers.push(character === '[' ? ']' : '}');
      expects = character === '[' ? 'value or end' : 'key or end';
      at++;
    } else {
      const end = scalarEnd(text, at, expects === 'value' ? 'a value' : 'a value or "]"');
      if (end.expected !== undefined) return end;
      at = end.offset;
      expects = 'comma';
    }
    at = skip(SPACE, text, at);
  }
}

function scalarEnd(text: string, at: number, expected: string): Stop {
  if (text[at] === '"') return stringEnd(text, at);
  const end = Math.max(skip(NUMBER, text, at), skip(WORD, text, at));
  return end > at ? { offset: end, expected: undefined } : { offset: at, expected };
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

/** The end of what a sticky pattern matches at this place; the place itself if it does not. */
function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

function countLines(text: string): number {
  let lines = 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}
