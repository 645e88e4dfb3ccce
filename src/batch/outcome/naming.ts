import type { RequestProgress } from '../../http/message.ts';
import type { PlannedRequest } from '../plan/plan-request.ts';
import type { ResultRecord } from '../args/result-schema.ts';

/**
 * What tells which request it is, in the shortest way: nothing where that is plain from the input, variables for those of a
 * template, the URL for failures and where redirects have led elsewhere.
 * @param movedTo where redirects have led, if there were any
 */
export function named(
  { id, request, shownVars }: PlannedRequest,
  how: 'ok' | 'failed',
  movedTo: string | undefined,
): Pick<ResultRecord, 'id' | 'url' | 'final_url' | 'vars'> {
  const name: Pick<ResultRecord, 'id' | 'url' | 'final_url' | 'vars'> = {};
  const vars = how === 'ok' ? shownVars?.all : shownVars?.hidden;
  if (id !== undefined) name.id = id;
  if (how !== 'ok' || movedTo !== undefined) name.url = request.url.href;
  if (movedTo !== undefined) name.final_url = movedTo;
  if (vars !== undefined && Object.keys(vars).length > 0) name.vars = vars;
  return name;
}

/** What it took: more than one attempt, or none. */
export function tried({ attempts, cached }: RequestProgress): { attempts?: number; cached?: true } {
  const took: { attempts?: number; cached?: true } = {};
  if (attempts > 1) took.attempts = attempts;
  if (cached) took.cached = true;
  return took;
}
