import { expandExpression, expandLiteral, OPERATORS, type Expression } from './expand-template.ts';
import type { Row } from './vars.ts';

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

export interface Template {
  /** The variables it uses. */
  readonly names: ReadonlySet<string>;
  /** Those of them that must have a value. */
  readonly needed: ReadonlySet<string>;
  /** @throws {TemplateError} if a variable that is needed has no value */
  expand(row: Row): string;
}

/**
 * Reads an RFC 6570 URI template, all four levels.
 * @throws {TemplateError} with the position (counted from 1) if it is malformed
 */
export function parseTemplate(text: string): Template {
  const parts = parseParts(text);
  const expressions = parts.filter((part) => typeof part !== 'string');
  const needed = namesIn(expressions.filter(({ operator }) => operator === '' || !OPTIONAL.includes(operator)));
  return {
    names: namesIn(expressions),
    needed,
    expand: (row) => {
      const missing = [...needed].find((name) => !Object.hasOwn(row, name) || isEmpty(row[name]));
      if (missing !== undefined) {
        const has = Object.keys(row).join(', ') || 'nothing';
        const why = Object.hasOwn(row, missing) ? 'which is an empty list' : `and vars has ${has}`;
        throw new TemplateError(`the template uses {${missing}}, ${why}`);
      }
      return parts.map((part) => (typeof part === 'string' ? expandLiteral(part) : expandExpression(part, row))).join('');
    },
  };
}

function namesIn(expressions: readonly Expression[]): ReadonlySet<string> {
  return new Set(expressions.flatMap(({ variables }) => variables.map(({ name }) => name)));
}

function isEmpty(value: Row[string] | undefined): boolean {
  return typeof value === 'object' && value.length === 0;
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
    parts.push(text.slice(at, open), parseExpression(text.slice(open + 1, close), open + 1));
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
    if (!VARIABLE.test(spec)) throw malformed(position, spec ? `"${spec}" is not a variable` : 'a variable is missing');
    position += spec.length + 1;
  }
  const variables = specs.map((spec) => {
    const [name = '', prefix] = spec.replace(/\*$/, '').split(':');
    return { name, isExploded: spec.endsWith('*'), prefix: prefix === undefined ? undefined : Number(prefix) };
  });
  return { operator, variables };
}

function malformed(index: number, what: string): TemplateError {
  return new TemplateError(`malformed template at position ${index + 1}: ${what} (RFC 6570)`);
}
