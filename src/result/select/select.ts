import type { Workers } from '../workers/workers.ts';
import { expressionProblem, selectExpression } from './expression.ts';
import { pathsProblem, selectPaths } from './paths.ts';
import type { Selectable, Selected } from './select-error.ts';

/**
 * Picks from a JSON body.
 * @param wanted a JMESPath expression, or a list of paths such as `user.login`
 * @param workers where expressions run that could take long
 * @throws {SelectError} if the expression is wrong, takes too long, or nothing matched; it names the keys that are there
 * @throws the reason of `signal`
 */
export async function select(
  body: Selectable,
  wanted: string | readonly string[],
  workers: Workers,
  signal: AbortSignal,
): Promise<Selected> {
  const what = typeof wanted === 'string' ? (pathsIn(wanted) ?? wanted) : wanted;
  return typeof what === 'string'
    ? await selectExpression(body, what, workers, signal)
    : await selectPaths(body.value, what, signal);
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
