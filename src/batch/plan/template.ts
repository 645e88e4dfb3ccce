import { MAX_URL_LENGTH } from '../../limits.ts';
import { expandExpression, expandLiteral, isReserved, OPERATORS, type Expression } from './expand-template.ts';
import { valueOf, type Row } from './variable-value.ts';

/** A template cannot be read, or a variable of it has no value; the message says where. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}

/** RFC 6570: reserved operators are those a later standard may define. */
const RESERVED = '=,!@|';
/** Of these an undefined variable leaves nothing behind (`{?page}`), and is often meant to. */
const OPTIONAL = '?&';
const VARIABLE = /^(?:\w|%[0-9a-f]{2})(?:\.?(?:\w|%[0-9a-f]{2}))*(?:\*|:[1-9]\d{0,3})?$/i;

/** Whether a URL has something that can only be an expression of a template. */
export function hasExpression(url: string): boolean {
  return /\{[+#./;?&]?[\w.%,:*]+\}/.test(url);
}

/** How a variable stands in a template. */
interface TemplateUse {
  readonly name: string;
  readonly isExploded: boolean;
  /** Whether nothing is left behind where it has no value. */
  readonly isOptional: boolean;
}

/** A part of an expanded template: as it was written, or from values, with reserved characters encoded or kept. */
export interface ExpandedPart {
  readonly kind: 'literal' | 'encoded' | 'reserved';
  readonly text: string;
  /** Of values, whether they stand in the path wherever the template does: not of `{?x}`, `{&x}` and `{#x}`. */
  readonly isOfPath: boolean;
}

export interface Template {
  readonly uses: readonly TemplateUse[];
  /** The variables it uses. */
  readonly names: ReadonlySet<string>;
  /** Those of them that must have a value. */
  readonly needed: ReadonlySet<string>;
  /**
   * Its parts with the values of a row.
   * @throws {TemplateError} if a variable that is needed has no value, or more comes of it than a URL may have
   */
  expandParts(row: Row): readonly ExpandedPart[];
  /** The same in one piece. @throws {TemplateError} as {@link expandParts} */
  expand(row: Row): string;
}

/**
 * Reads an RFC 6570 URI template, all four levels.
 * @throws {TemplateError} with the position (counted from 1) if it is malformed
 */
export function parseTemplate(text: string): Template {
  if (text.length > MAX_URL_LENGTH * 2) throw tooLong();
  const parts = parseParts(text);
  const uses = parts.flatMap((part): TemplateUse[] => {
    if (typeof part === 'string') return [];
    const isOptional = part.operator !== '' && OPTIONAL.includes(part.operator);
    return part.variables.map(({ name, isExploded }) => ({ name, isExploded, isOptional }));
  });
  const needed = new Set(uses.filter(({ isOptional }) => !isOptional).map(({ name }) => name));
  const expandParts = (row: Row): readonly ExpandedPart[] => {
    const missing = [...needed].find((name) => isNothing(valueOf(row, name)));
    if (missing !== undefined) throw new TemplateError(describeMissing(missing, row));
    let left = MAX_URL_LENGTH;
    return parts.map((part) => {
      const made = typeof part === 'string' ? expandLiteral(part) : expandExpression(part, row, left);
      left -= made.length;
      if (left < 0) throw tooLong();
      return { kind: kindOf(part), text: made, isOfPath: isOfPath(part) };
    });
  };
  const expand = (row: Row): string =>
    expandParts(row)
      .map(({ text: part }) => part)
      .join('');
  return { uses, names: new Set(uses.map(({ name }) => name)), needed, expandParts, expand };
}

function kindOf(part: string | Expression): ExpandedPart['kind'] {
  if (typeof part === 'string') return 'literal';
  return isReserved(part) ? 'reserved' : 'encoded';
}

function isOfPath(part: string | Expression): boolean {
  return typeof part !== 'string' && !/^[?&#]$/.test(part.operator);
}

function tooLong(): TemplateError {
  return new TemplateError(`longer than ${MAX_URL_LENGTH} characters with its variables filled in`);
}

function describeMissing(name: string, row: Row): string {
  if (!Object.hasOwn(row, name)) return `the template uses {${name}}, and vars has ${Object.keys(row).join(', ') || 'nothing'}`;
  const value = row[name];
  return `the template uses {${name}}, which is ${value === null || value === undefined ? 'null or absent here' : 'an empty list'}`;
}

function isNothing(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}

/** Texts and expressions, in turn. */
function parseParts(text: string): (string | Expression)[] {
  const parts: (string | Expression)[] = [];
  for (let at = 0; at < text.length;) {
    const open = text.indexOf('{', at);
    const stray = text.indexOf('}', at);
    if (stray >= 0 && (open < 0 || stray < open)) throw malformed(stray, 'a "}" without a "{"');
    if (open < 0) return [...parts, text.slice(at)];
    const close = text.indexOf('}', open);
    if (close < 0) throw malformed(open, 'a "{" that is never closed');
    const inside = text.slice(open + 1, close);
    if (text[open - 1] === '$') throw malformed(open - 1, `write {${inside}} without the "$"; one that is meant is %24`);
    parts.push(text.slice(at, open), parseExpression(inside, open + 1));
    at = close + 1;
  }
  return parts;
}

function parseExpression(inside: string, at: number): Expression {
  const first = inside[0] ?? '';
  if (RESERVED.includes(first) && first !== '') throw malformed(at, `the operator "${first}" is reserved`);
  const operator = OPERATORS.includes(first) ? first : '';
  const specs = inside.slice(operator.length).split(',');
  let position = at + operator.length;
  for (const spec of specs) {
    if (!VARIABLE.test(spec)) throw malformed(position, describeBad(spec));
    position += spec.length + 1;
  }
  const variables = specs.map((spec) => {
    const [name = '', prefix] = spec.replace(/\*$/, '').split(':');
    return { name, isExploded: spec.endsWith('*'), prefix: prefix === undefined ? undefined : Number(prefix) };
  });
  return { operator, variables };
}

function describeBad(spec: string): string {
  if (spec === '') return 'a variable is missing';
  const cure = /^\{\s*[\w.]+\s*$/.test(spec) ? `; write {${spec.slice(1).trim()}}, with one brace on each side` : '';
  return `"${spec.slice(0, 100)}" is not a variable${cure}`;
}

function malformed(index: number, what: string): TemplateError {
  return new TemplateError(`malformed template at position ${index + 1}: ${what} (RFC 6570)`);
}
