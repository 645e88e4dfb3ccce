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
  const { href } = request.url;
  const vars = how === 'ok' ? shownVars?.all : shownVars?.hidden;
  return {
    ...(id === undefined ? {} : { id }),
    ...(how === 'ok' && movedTo === undefined ? {} : { url: href }),
    ...(movedTo === undefined ? {} : { final_url: movedTo }),
    ...(vars === undefined || Object.keys(vars).length === 0 ? {} : { vars }),
  };
}

/** What it took: more than one attempt, or none. */
export function tried({ attempts, cached }: RequestProgress): { attempts?: number; cached?: true } {
  return { ...(attempts > 1 ? { attempts } : {}), ...(cached ? { cached } : {}) };
}
