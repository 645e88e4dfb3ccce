import type { Workers } from '../workers.ts';
import { selectExpression } from './expression.ts';
import { selectPaths } from './paths.ts';
import type { Selectable, Selected } from './selected.ts';

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
  return typeof wanted === 'string'
    ? await selectExpression(body, wanted, workers, signal)
    : selectPaths(body.value, wanted);
}
