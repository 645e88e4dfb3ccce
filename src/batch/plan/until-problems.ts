import type { Problem } from '../args/problem.ts';
import type { RequestArgs } from '../args/schema.ts';
import { methodOf } from './request-body.ts';
import { isFunction } from '../../result/run-function.ts';

/** What is wrong with asking a request again until something holds, as a request and not as an expression. */
export function untilProblems(request: RequestArgs): readonly Problem[] {
  const { until, every_ms: everyMs, paginate } = request;
  if (until === undefined) {
    return everyMs === undefined ? [] : [{ path: 'every_ms', message: 'is for "until", and there is none' }];
  }
  const method = methodOf(request);
  const path = 'until';
  if (method !== 'GET' && method !== 'HEAD') {
    const cure = `poll what it starts: give it an "id", and ask {"from": that id, "header": "location"} in a request of its own`;
    return [{ path, message: `only GET and HEAD are asked again, not ${method}; ${cure}` }];
  }
  if (paginate) return [{ path, message: 'does not go with "paginate": poll in one request, and follow the pages in another' }];
  if (method === 'HEAD' && !isFunction(until)) {
    return [{ path, message: 'HEAD has no body; write (body, {headers}) => headers["x-state"] === "done", or use GET' }];
  }
  return [];
}
