import { expressionProblem, selectExpression } from './expression.ts';
import { pathsProblem, selectPaths } from './paths.ts';
import type { Selected } from './select-error.ts';

/**
 * Picks from a JSON body.
 * @param wanted a JMESPath expression, or a list of paths such as `user.login`
 * @throws {SelectError} if the expression is wrong, or nothing matched; it names the keys that are there
 */
export async function select(body: unknown, wanted: string | readonly string[]): Promise<Selected> {
  const what = typeof wanted === 'string' ? (pathsIn(wanted) ?? wanted) : wanted;
  return typeof what === 'string' ? await selectExpression(body, what) : selectPaths(body, what);
}

/** What is wrong with `wanted` as such, without a body; undefined if nothing is. */
export async function selectProblem(wanted: string | readonly string[]): Promise<string | undefined> {
  const what = typeof wanted === 'string' ? (pathsIn(wanted) ?? wanted) : wanted;
  return typeof what === 'string' ? await expressionProblem(what) : pathsProblem(what);
}

/** A list of paths may come as JSON text; as JMESPath that would be a list of constant keys, which nobody means. */
function pathsIn(text: string): string[] | undefined {
  if (!/^\s*\[\s*"/.test(text)) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) && parsed.every((path) => typeof path === 'string') ? parsed : undefined;
  } catch {
    return undefined;
  }
}
