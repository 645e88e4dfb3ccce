import { parseJson } from '../../decode/json.ts';
import { ExpressionProblem } from './expression-problem.ts';

/**
 * The value of a literal in backticks: JSON, or a bare word, which is text as in the AWS command line. Whole numbers
 * beyond 2^53 - 1 are strings, as they are in bodies.
 * @param inside the text between the backticks
 * @param at offset of the opening backtick
 * @throws {ExpressionProblem} if it is meant as JSON and is none, or empty
 */
export function backtickValue(inside: string, at: number): unknown {
  const text = inside.replaceAll('\\`', '`').trim();
  const whole = { from: at, to: at + inside.length + 2 };
  if (text === '') throw new ExpressionProblem("`` holds no value; an empty text is ''", at, [{ ...whole, text: "''" }]);
  const json = jsonValue(text);
  if (json !== undefined) return json;
  if (/^[[{]/.test(text)) throw new ExpressionProblem(`the literal ${inside} in backticks is not valid JSON`, at);
  if (/^"|"$/.test(text))
    throw new ExpressionProblem(`the text ${inside} in backticks is not valid JSON; 'x' is a text, too`, at);
  if (/^'.*'$/.test(text)) {
    throw new ExpressionProblem('a text has single quotes or backticks, not both', at, [{ ...whole, text }]);
  }
  if (/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)) {
    const number = Number(text);
    const instead = /^[+-]?0\d/.test(text) ? `'${text}'` : `\`${number}\``;
    throw new ExpressionProblem(`${text} is not a JSON number`, at, [{ ...whole, text: instead }]);
  }
  return text;
}

/** The value of JSON text; undefined if it is not JSON. */
function jsonValue(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/**
 * The text of a raw string. Only `\'` is an escape there; every other backslash stands for itself.
 * @param inside the text between the single quotes
 */
export function rawText(inside: string): string {
  return inside.replaceAll("\\'", "'");
}

/**
 * The name in double quotes, which has the escapes of a JSON string.
 * @param quoted with its quotes
 * @throws {ExpressionProblem}
 */
export function quotedName(quoted: string, at: number): string {
  const name = jsonValue(quoted);
  if (typeof name === 'string') return name;
  throw new ExpressionProblem(`the name ${quoted} has an escape that JSON does not know`, at);
}
