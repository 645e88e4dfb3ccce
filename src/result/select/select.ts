import { evaluateExpression } from './evaluate-expression.ts';
import { evaluatePaths } from './evaluate-paths.ts';
import { type Expression, parseExpression } from './expression.ts';
import { type Limits, limitsFor } from './jmespath/run.ts';
import { type PathList, parsePathList } from './path-list.ts';
import type { Evaluated } from './select-error.ts';

/** What a caller wants of a body: a JMESPath expression, or a list of paths. */
export type Selection =
  | { readonly kind: 'expression'; readonly expression: Expression }
  | { readonly kind: 'paths'; readonly list: PathList };

/**
 * Reads a `select` once, for any number of bodies. JSON text of a list of texts is a list of paths.
 * @param spec a JMESPath expression, or a list of paths such as `user.login`
 * @returns what is wrong with it, in words that begin with `select`, if it is right for no body
 */
export function parseSelect(spec: string | readonly string[]): Selection | { readonly problem: string } {
  const paths = typeof spec === 'string' ? pathsIn(spec) : spec;
  if (paths !== undefined) {
    const list = parsePathList(paths);
    return 'problem' in list ? list : { kind: 'paths', list };
  }
  const expression = parseExpression(String(spec));
  return 'problem' in expression ? expression : { kind: 'expression', expression };
}

/**
 * Evaluates a selection on a JSON body. It is synchronous, and bounded by `limits`.
 * @param limits by default those of a small body, which end within 200 ms
 * @throws {SelectError} if it cannot be evaluated on this body, or takes more than it may; in words that name what is there
 */
export function evaluate(selection: Selection, body: unknown, limits: Limits = limitsFor(0)): Evaluated {
  return selection.kind === 'paths'
    ? evaluatePaths(selection.list, body, limits)
    : evaluateExpression(selection.expression, body, limits);
}

/** As JMESPath, a list of texts would be a list of constant keys, which nobody means. */
function pathsIn(text: string): string[] | undefined {
  if (!/^\s*\[\s*"/.test(text)) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) && parsed.every((path) => typeof path === 'string') ? parsed : undefined;
  } catch {
    return undefined;
  }
}
