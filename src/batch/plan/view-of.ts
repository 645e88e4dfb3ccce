import type { PlannedRequest } from './plan-request.ts';

/** How the body of a request is looked at: the same for requests that see the same in equal bodies. */
export function viewOf({ as, extract, select }: Pick<PlannedRequest, 'as' | 'extract' | 'select'>): string {
  return JSON.stringify([as, extract ?? null, select ?? null]);
}
