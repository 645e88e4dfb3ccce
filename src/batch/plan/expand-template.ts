import type { Row } from './vars.ts';

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
  /** `*`: each item of a list for itself. */
  readonly isExploded: boolean;
  /** `:3`: characters of a text that are taken. */
  readonly prefix: number | undefined;
}

/** An expression without its braces: `?page,size*`. */
export interface Expression {
  readonly operator: string;
  readonly variables: readonly Variable[];
}

/** Expands an expression as RFC 6570 section 3.2 says; a variable without a value, or with an empty list, leaves nothing. */
export function expandExpression({ operator, variables }: Expression, row: Row): string {
  const rule = RULES[operator];
  if (!rule) throw new RangeError(`Expected an operator of RFC 6570, got ${operator}`);
  const pieces = variables.flatMap((variable) => {
    const value = Object.hasOwn(row, variable.name) ? row[variable.name] : undefined;
    return value === undefined ? [] : piecesOf(variable, value, rule);
  });
  return pieces.length > 0 ? rule.first + pieces.join(rule.separator) : '';
}

/** Encodes the text between expressions: what may stand in a URL stays as it is (RFC 6570 section 3.1). */
export function expandLiteral(text: string): string {
  return encode(text, true);
}

function piecesOf({ name, isExploded, prefix }: Variable, value: NonNullable<Row[string]>, rule: Rule): string[] {
  // Of a list no prefix is taken (section 2.4.1).
  const whole = typeof value === 'object' ? value.map(String) : [shortened(String(value), prefix)];
  const texts = whole.map((text) => encode(text, rule.keepsReserved));
  if (texts.length === 0) return [];
  const pieces = isExploded ? texts : [texts.join(',')];
  return rule.isNamed ? pieces.map((text) => expandLiteral(name) + (text === '' ? rule.ifEmpty : `=${text}`)) : pieces;
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
  const kept = keepsReserved ? /(%[0-9a-f]{2}|[\w\-.~:/?#[\]@!$&'()*+,;=]+)/i : /([\w\-.~]+)/;
  return text
    .toWellFormed()
    .split(kept)
    .map((part, index) => (index % 2 === 1 ? part : encodeURIComponent(part).replace(/[!'()*]/g, percent)))
    .join('');
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
