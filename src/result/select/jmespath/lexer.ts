import { ExpressionProblem } from './expression-problem.ts';
import { backtickValue, quotedName, rawText } from './literals.ts';
import { endsValue, type Token } from './token.ts';

const SPACE = /[ \t\r\n\u00a0\ufeff]+/y;
/** Letters of every script: the grammar has ASCII only, and refuses the others, so that nothing else can be meant. */
const NAME = /[\p{L}_][\p{L}\p{M}\p{N}_]*/uy;
/** `created-at`: a key with dashes, or a subtraction; see `parse.ts`. */
const DASHED = /[\p{L}_][\p{L}\p{M}\p{N}_]*(?:-[\p{L}\p{N}_][\p{L}\p{M}\p{N}_]*)*/uy;
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const DIGITS = /\d+/y;
const DATE = /\d{4}-\d\d(?:-\d\d)?(?:T[\d:.]*(?:Z|[+-]\d\d:?\d\d)?)?(?![\w-])/y;
const SYMBOL = /\[\?|\[\]|&&|\|\||[=!<>]=|\/\/|[.*@,:()\]{}[&|!<>=+%?/$\u2212\u00d7\u00f7-]/y;
/** Operators of other languages, and what they are here. */
const FOREIGN: readonly (readonly [RegExp, string, string | undefined])[] = [
  [/={3}/y, '=== is written ==', '=='],
  [/!==/y, '!== is written !=', '!='],
  [/<>/y, '<> is written !=', '!='],
  [/=~/y, 'there are no regular expressions: use contains(), starts_with() or ends_with()', undefined],
  [/=>(?=\s*[-'"`\d])/y, '=> is written >=', '>='],
  [/=>/y, 'a function with => is JavaScript; in JMESPath list[].key maps, and list[?condition] filters', undefined],
  [/=</y, '=< is written <=', '<='],
  [/->/y, 'a path has dots', '.'],
  [/\?\?/y, '?? is written ||', '||'],
  [/\?\.(?=\[)/y, '?. is not needed: what is not there is null', ''],
  [/\?\.(?=[\p{L}_"])/uy, '?. is written . (what is not there is null)', '.'],
];
const STRAIGHT: Readonly<Record<string, string>> = { '“': '"', '”': '"', '„': '"', '‘': "'", '’': "'", '´': "'" };

/**
 * Splits an expression into tokens, the last of type `end`.
 * @param dashes whether `a-b` without spaces is one name
 * @throws {ExpressionProblem}
 */
export function tokenize(text: string, dashes: boolean): Token[] {
  const tokens: Token[] = [];
  const take = (pattern: RegExp, at: number): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  let at = 0;
  const push = (type: string, length: number, value: unknown): void => {
    tokens.push({ type, start: at, end: at + length, value });
    at += length;
  };
  while (at < text.length) {
    const space = take(SPACE, at);
    if (space !== undefined) {
      at += space.length;
      continue;
    }
    const char = text.charAt(at);
    const previous = tokens.at(-1);
    if (char === '"' || char === "'" || char === '`') {
      const end = closing(text, at, char);
      const inside = text.slice(at + 1, end);
      if (char === '"') push('quoted', end + 1 - at, quotedName(text.slice(at, end + 1), at));
      else if (char === "'") push('text', end + 1 - at, rawText(inside));
      else push('literal', end + 1 - at, backtickValue(inside, at));
      continue;
    }
    const sigil = (char === '@' || char === '$') && !isGlued(previous, at) ? 1 : 0;
    const name = take(dashes ? DASHED : NAME, at + sigil);
    if (name !== undefined) {
      if (sigil === 0) push('name', name.length, name);
      else push(char === '$' ? 'variable' : 'name', name.length + 1, char + name);
      continue;
    }
    if (/\d/.test(char) || (char === '-' && !endsValue(previous) && /\d/.test(text.charAt(at + 1)))) {
      push('number', ...numberAt(text, at, previous, take));
      continue;
    }
    refuseForeign(at, previous, take);
    const symbol = take(SYMBOL, at);
    if (symbol === undefined) throw unknown(text, at);
    push(symbol, symbol.length, symbol);
  }
  tokens.push({ type: 'end', start: text.length, end: text.length, value: '' });
  return tokens;
}

/** Whether a value ends right before: `a@b` is no name with a sigil. */
function isGlued(previous: Token | undefined, at: number): boolean {
  return endsValue(previous) && previous?.end === at;
}

/** @returns the length and the value */
function numberAt(
  text: string,
  at: number,
  previous: Token | undefined,
  take: (pattern: RegExp, at: number) => string | undefined,
): [number, unknown] {
  const sign = text.charAt(at) === '-' ? 1 : 0;
  const date = sign === 0 ? take(DATE, at) : undefined;
  if (date !== undefined && previous?.type !== '.') {
    const fix = { from: at, to: at + date.length, text: `'${date}'` };
    throw new ExpressionProblem(`a date is a text and needs quotes: '${date}'`, at, [fix]);
  }
  const digits = take(previous?.type === '.' ? DIGITS : NUMBER, at + sign) ?? '';
  const length = sign + digits.length;
  const word = /^[\w.-]*/.exec(text.slice(at))?.[0] ?? '';
  if (previous?.type !== '.' && /^[\p{L}_]|^\.\d/u.test(text.slice(at + length))) {
    throw new ExpressionProblem(`"${word}" is no number; a text is 'x', a key that begins with a digit "${word}"`, at);
  }
  return [length, Number(text.slice(at, at + length))];
}

function refuseForeign(at: number, previous: Token | undefined, take: (pattern: RegExp, at: number) => string | undefined): void {
  for (const [pattern, words, instead] of FOREIGN) {
    const found = take(pattern, at);
    if (found === undefined) continue;
    // `a ?? b` but not the two of `[?` and a slip after it.
    if (found.startsWith('?') && !endsValue(previous)) continue;
    throw new ExpressionProblem(words, at, instead === undefined ? [] : [{ from: at, to: at + found.length, text: instead }]);
  }
}

/** Offset of the quote that ends what begins at `at`. @throws {ExpressionProblem} if there is none */
function closing(text: string, at: number, quote: string): number {
  for (let end = at + 1; end < text.length; end++) {
    if (text.charAt(end) === '\\') end++;
    else if (text.charAt(end) === quote) return end;
  }
  const called = { '"': 'double quote', "'": 'single quote' }[quote] ?? 'backtick';
  throw new ExpressionProblem(`the ${called} that opens here is not closed`, at);
}

function unknown(text: string, at: number): ExpressionProblem {
  const char = String.fromCodePoint(text.codePointAt(at) ?? 0);
  const straight = STRAIGHT[char];
  if (straight !== undefined) {
    const fixes = [...text.matchAll(/[“”„‘’´]/g)].map(({ index, 0: found }) => {
      return { from: index, to: index + 1, text: STRAIGHT[found] ?? found };
    });
    return new ExpressionProblem(`${char} is no quote: a text is 'x', a key "x"`, at, fixes);
  }
  if (char === ';' && text.slice(at + 1).trim() === '') {
    return new ExpressionProblem('an expression ends without ;', at, [{ from: at, to: text.length, text: '' }]);
  }
  return new ExpressionProblem(`${char} has no meaning; a key that has it is quoted: "a${char}b"`, at);
}
