import { parseJson } from '../decode/json.ts';

const CDATA = /^\s*(?:\/\/|\/\*)?\s*<!\[CDATA\[\s*(?:\*\/)?|(?:\/\/|\/\*)?\s*\]\]>\s*(?:\*\/)?\s*$|^\s*<!--|-->\s*$/g;

/** Where in a script a value may begin: after `=`, or as the argument of a call. */
const START = /(?:=|\(|\breturn)\s*(?=[[{])|JSON\.parse\(\s*(?=["'])/g;

/** Fewer characters are no data. */
const MIN_LENGTH = 2;
/** Characters that are looked at: a hostile script begins a value at each of its characters and ends none. */
const MAX_SCANNED = 20_000_000;

/**
 * The data in a script: JSON as it is, or the longest JSON value that the script assigns or passes on (`window.x = {…}`,
 * `push([…])`, `JSON.parse("…")`). Nothing is run.
 * @returns undefined if there is none
 */
export function scriptJson(script: string): unknown {
  const text = script.replace(CDATA, '').trim();
  const whole = parsed(text);
  if (whole !== undefined) return whole;
  let best: unknown;
  let length = MIN_LENGTH;
  let scanned = 0;
  START.lastIndex = 0;
  for (let found = START.exec(text); found && scanned < MAX_SCANNED; found = START.exec(text)) {
    const from = found.index + found[0].length;
    const to = /["']/.test(text[from] ?? '') ? stringEnd(text, from) : valueEnd(text, from);
    scanned += (to ?? text.length) - from;
    if (to === undefined || to - from <= length) continue;
    const value = found[0].startsWith('JSON')
      ? parsedString(text.slice(from, to))
      : (parsed(text.slice(from, to)) ?? parsed(withoutUndefined(text.slice(from, to))));
    if (value === undefined) continue;
    best = value;
    length = to - from;
    START.lastIndex = to;
  }
  return best;
}

function parsed(text: string): unknown {
  if (!/^[[{]/.test(text)) return undefined;
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** A string of JavaScript that holds JSON. */
function parsedString(literal: string): unknown {
  const body = literal
    .slice(1, -1)
    .replace(/\\'/g, "'")
    .replace(/\\x([\da-f]{2})/gi, '\\u00$1');
  try {
    const json: unknown = JSON.parse(`"${literal.startsWith("'") ? body.replace(/(?<!\\)"/g, '\\"') : body}"`);
    return typeof json === 'string' ? parsed(json.trim()) : undefined;
  } catch {
    return undefined;
  }
}

/** JavaScript has a value that JSON has not. */
function withoutUndefined(text: string): string {
  return text.replace(/("(?:[^"\\]|\\.)*")|\bundefined\b/g, (_, string: string | undefined) => string ?? 'null');
}

/** The place after the bracket that closes the one at `from`; brackets in strings are none. */
function valueEnd(text: string, from: number): number | undefined {
  const token = /["'`[\]{}]/g;
  token.lastIndex = from;
  let depth = 0;
  for (let found = token.exec(text); found; found = token.exec(text)) {
    const [sign] = found;
    if (sign === '[' || sign === '{') depth++;
    else if (sign === ']' || sign === '}') {
      if (--depth === 0) return token.lastIndex;
    } else {
      const end = stringEnd(text, found.index);
      if (end === undefined) return undefined;
      token.lastIndex = end;
    }
  }
  return undefined;
}

/** The place after the quote that closes the one at `from`. */
function stringEnd(text: string, from: number): number | undefined {
  const quote = text[from] ?? '';
  for (let at = text.indexOf(quote, from + 1); at >= 0; at = text.indexOf(quote, at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === '\\') slashes++;
    if (slashes % 2 === 0) return at + 1;
  }
  return undefined;
}
