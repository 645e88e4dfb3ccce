import { growth } from './jmespath-growth.ts';
import { valueAt } from './paths.ts';
import { SelectError, type Selected } from './select-error.ts';
import { quoted, shape } from './shape.ts';
import { likelySlip } from './jmespath-hints.ts';

type Jmespath = typeof import('@jmespath-community/jmespath');

/** Longer expressions are not written by people or models. */
const MAX_EXPRESSION = 1_000;
/**
 * How much larger than the body a result may become, where the syntax tells. Nobody means more; a worker that runs out
 * of memory by one large step takes the process along on Node 24.
 */
const MAX_GROWTH = 1_000;
/** What every object inherits; the library would give it away. */
const INHERITED = /constructor|prototype|__|valueOf|to\w*String|hasOwnProperty|isPrototypeOf|propertyIsEnumerable/;

/**
 * Evaluates a JMESPath expression.
 * @throws {SelectError} with the column and the likely slip if it is wrong, with the body's shape if nothing matched
 */
export async function selectExpression(body: unknown, expression: string): Promise<Selected> {
  if (expression.length > MAX_EXPRESSION) throw new SelectError(tooLong(expression));
  // Loaded when first needed: it costs 14 ms.
  const jmespath = await import('@jmespath-community/jmespath');
  const parsed = parse(jmespath, expression);
  if ('problem' in parsed) throw new SelectError(`${parsed.problem}; the body is ${shape(body)}`);
  const times = growth(parsed.tree);
  if (Number.isFinite(times) && times > MAX_GROWTH) {
    const most = `at most ${MAX_GROWTH} times is taken`;
    throw new SelectError(
      `select "${quoted(expression)}" could make ${times.toPrecision(2)} times as much of a body as there is; ${most}`,
    );
  }
  const value = evaluate(jmespath, body, expression);
  const nothing = value === undefined || value === null;
  // A null that is there is an answer; one that JMESPath made up is not.
  if (nothing && !isNullThere(body, expression)) {
    const slip = likelySlip(expression);
    const message = `select "${quoted(expression)}" matched nothing; the body is ${shape(body)}${hint(slip)}`;
    throw new SelectError(message, { isNothing: true });
  }
  const empty = Array.isArray(value) && value.length === 0 && !isEmptyList(body);
  return { value, note: empty ? emptyNote(expression, body) : undefined };
}

/** What is wrong with an expression as such, without a body; undefined if nothing is. */
export async function expressionProblem(expression: string): Promise<string | undefined> {
  if (expression.length > MAX_EXPRESSION) return tooLong(expression);
  const parsed = parse(await import('@jmespath-community/jmespath'), expression);
  return 'problem' in parsed ? parsed.problem : undefined;
}

function tooLong(expression: string): string {
  return `select has ${expression.length} characters; at most ${MAX_EXPRESSION} are taken`;
}

function parse(jmespath: Jmespath, expression: string): { readonly tree: unknown } | { readonly problem: string } {
  try {
    return { tree: jmespath.compile(expression) };
  } catch (error) {
    const column = failingColumn(jmespath, expression);
    const why = `${messageOf(error)} at column ${column}${hint(likelySlip(expression))}`;
    return { problem: `select "${quoted(expression)}" is not valid JMESPath: ${why}` };
  }
}

/** The parser does not say where it failed: it is where a shorter expression fails for another reason than its end. */
function failingColumn(jmespath: Jmespath, expression: string): number {
  for (let end = 1; end <= expression.length; end++) {
    try {
      jmespath.compile(expression.slice(0, end));
    } catch (error) {
      if (!/EOF|[Uu]nclosed|[Uu]nterminated|end of/.test(messageOf(error))) return end;
    }
  }
  return expression.length;
}

function evaluate(jmespath: Jmespath, body: unknown, expression: string): unknown {
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it has been parsed from JSON
    const value: unknown = jmespath.search(body as Parameters<Jmespath['search']>[0], expression);
    return INHERITED.test(expression) ? (JSON.parse(JSON.stringify(value) ?? 'null') as unknown) : value;
  } catch (error) {
    throw failed(expression, body, error);
  }
}

function failed(expression: string, body: unknown, cause: unknown): SelectError {
  const message = `select "${quoted(expression)}" failed: ${messageOf(cause)}; the body is ${shape(body)}`;
  return new SelectError(message, { cause });
}

function isNullThere(body: unknown, expression: string): boolean {
  return /^[\w.]+$/.test(expression) && valueAt(body, expression.split('.')) === null;
}

function isEmptyList(body: unknown): boolean {
  return Array.isArray(body) && body.length === 0;
}

function emptyNote(expression: string, body: unknown): string {
  return `select "${quoted(expression)}" gave an empty list; the body is ${shape(body)}${hint(likelySlip(expression))}`;
}

function hint(slip: string | undefined): string {
  return slip ? ` (${slip})` : '';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
