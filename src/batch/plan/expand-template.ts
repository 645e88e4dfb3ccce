import { isMap, isScalar, valueOf, type Row } from './variable-value.ts';

/** How an operator of RFC 6570 joins its variables (appendix A). */
interface Rule {
  readonly first: string;
  readonly separator: string;
  /** Whether values come with the name of their variable. */
  readonly isNamed: boolean;
  /** What follows the name of an empty value. */
  readonly ifEmpty: string;
  /** Whether reserved characters and percent-encoded ones stay as they are. */
  readonly keepsReserved: boolean;
}

const RULES: Readonly<Record<string, Rule>> = {
  '': { first: '', separator: ',', isNamed: false, ifEmpty: '', keepsReserved: false },
  '+': { first: '', separator: ',', isNamed: false, ifEmpty: '', keepsReserved: true },
  '#': { first: '#', separator: ',', isNamed: false, ifEmpty: '', keepsReserved: true },
  '.': { first: '.', separator: '.', isNamed: false, ifEmpty: '', keepsReserved: false },
  '/': { first: '/', separator: '/', isNamed: false, ifEmpty: '', keepsReserved: false },
  ';': { first: ';', separator: ';', isNamed: true, ifEmpty: '', keepsReserved: false },
  '?': { first: '?', separator: '&', isNamed: true, ifEmpty: '=', keepsReserved: false },
  '&': { first: '&', separator: '&', isNamed: true, ifEmpty: '=', keepsReserved: false },
};

/** RFC 6570: operators that there are. */
export const OPERATORS = Object.keys(RULES).join('');

/** One variable of an expression. */
interface Variable {
  readonly name: string;
  /** `*`: each item of a list, or member of an object, for itself. */
  readonly isExploded: boolean;
  /** `:3`: characters of a text that are taken. */
  readonly prefix: number | undefined;
}

/** An expression without its braces: `?page,size*`. */
export interface Expression {
  readonly operator: string;
  readonly variables: readonly Variable[];
}

/**
 * Expands an expression as RFC 6570 section 3.2 says; a variable without a value, or with an empty list or object, leaves
 * nothing. Objects are for `*` only: without it they are taken for values that came here by mistake.
 * @param most characters; what is longer ends somewhere beyond them
 */
export function expandExpression({ operator, variables }: Expression, row: Row, most: number): string {
  const rule = RULES[operator];
  if (!rule) throw new RangeError(`Expected an operator of RFC 6570, got ${operator}`);
  const pieces: string[] = [];
  let left = most;
  for (const variable of variables) {
    for (const piece of piecesOf(variable, valueOf(row, variable.name), rule, left)) {
      pieces.push(piece);
      left -= piece.length + rule.separator.length;
      if (left < 0) break;
    }
    if (left < 0) break;
  }
  return pieces.length > 0 ? rule.first + pieces.join(rule.separator) : '';
}

/** Whether an expression leaves reserved characters of its values as they are: `{+path}`, `{#section}`. */
export function isReserved({ operator }: Expression): boolean {
  return RULES[operator]?.keepsReserved === true;
}

/** Encodes the text between expressions: what may stand in a URL stays as it is (RFC 6570 section 3.1). */
export function expandLiteral(text: string): string {
  return encode(text, true);
}

function* piecesOf({ name, isExploded, prefix }: Variable, value: unknown, rule: Rule, most: number): Iterable<string> {
  const named = (key: string, text: string): string => key + (text === '' ? rule.ifEmpty : `=${text}`);
  const encoded = (item: unknown): string => encode(String(item), rule.keepsReserved);
  if (isMap(value)) {
    if (!isExploded) throw new RangeError(`Expected no object for {${name}}`);
    for (const [key, member] of Object.entries(value)) {
      if (member === null) continue;
      yield rule.isNamed ? named(encoded(key), encoded(member)) : `${encoded(key)}=${encoded(member)}`;
    }
    return;
  }
  // Of a list no prefix is taken (section 2.4.1).
  const texts = Array.isArray(value) ? value.filter(isScalar) : isScalar(value) ? [shortened(String(value), prefix)] : [];
  if (texts.length === 0) return;
  const finish = (text: string): string => (rule.isNamed ? named(expandLiteral(name), text) : text);
  if (isExploded) for (const text of texts) yield finish(encoded(text));
  else yield finish(joined(texts, encoded, most));
}

function joined(texts: readonly unknown[], encoded: (item: unknown) => string, most: number): string {
  const parts: string[] = [];
  let left = most;
  for (const text of texts) {
    const part = encoded(text);
    parts.push(part);
    left -= part.length + 1;
    if (left < 0) break;
  }
  return parts.join(',');
}

/** The first characters of a text: whole ones, not halves of a surrogate pair. */
function shortened(text: string, prefix: number | undefined): string {
  return prefix === undefined
    ? text
    : Array.from(text.slice(0, prefix * 2))
        .slice(0, prefix)
        .join('');
}

/** Percent-encodes UTF-8 (RFC 3986 section 2); half a character becomes U+FFFD. */
function encode(text: string, keepsReserved: boolean): string {
  const whole = text.toWellFormed();
  if (!keepsReserved) return encodeURIComponent(whole).replaceAll(/[!'()*]/g, percent);
  // What encodeURI does too much: brackets are reserved, and triplets that are there stay.
  return encodeURI(whole)
    .replaceAll(/%5[BD]/g, (bracket) => (bracket === '%5B' ? '[' : ']'))
    .replaceAll(/%25(?=[0-9a-f]{2})/gi, '%');
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
