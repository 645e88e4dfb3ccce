import type { HttpRequest } from '../../http/message.ts';
import type { PlannedRequest } from '../plan/plan-request.ts';

/**
 * Something of each request by its URL, apart for requests that differ in anything else. Most requests of a call differ in their
 * URL only, so the key for the rest is made once for a run of them.
 */
export class LikeRequests<T> {
  readonly #byRest = new Map<string, Map<string, T>>();
  #last: { readonly planned: PlannedRequest; readonly wantsBody: boolean; readonly likes: Map<string, T> } | undefined;

  /** What there is of requests like this one, by URL; to be added to. @param wantsBody whether its body is wanted, too */
  of(planned: PlannedRequest, wantsBody: boolean): Map<string, T> {
    if (this.#last?.wantsBody === wantsBody && isSameBesideUrl(this.#last.planned, planned)) return this.#last.likes;
    const rest = besideUrl(planned, wantsBody);
    let likes = this.#byRest.get(rest);
    if (!likes) this.#byRest.set(rest, (likes = new Map()));
    this.#last = { planned, wantsBody, likes };
    return likes;
  }

  clear(): void {
    for (const likes of this.#byRest.values()) likes.clear();
  }
}

/** Of all that is in the key, by identity alone: others may be the same, too. */
function isSameBesideUrl(one: PlannedRequest, other: PlannedRequest): boolean {
  const { method, headers, publicReferrer } = one.request;
  const isSameRequest =
    method === other.request.method && headers === other.request.headers && publicReferrer === other.request.publicReferrer;
  return isSameRequest && one.timeoutMs === other.timeoutMs && !one.paginate && !other.paginate;
}

function besideUrl({ request, paginate, extract, timeoutMs }: PlannedRequest, wantsBody: boolean): string {
  const { method, headers, publicReferrer } = request;
  const pages = paginate ? JSON.stringify([paginate, extract]) : '';
  return `${method}\n${headersKey(headers)}\n${publicReferrer} ${wantsBody} ${timeoutMs} ${pages}`;
}

const headersKeys = new WeakMap<HttpRequest['headers'], string>();

/** Requests without headers of their own share one value. */
function headersKey(headers: HttpRequest['headers']): string {
  let key = headersKeys.get(headers);
  if (key === undefined) {
    key = JSON.stringify(Object.entries(headers).toSorted(([a], [b]) => (a < b ? -1 : 1)));
    headersKeys.set(headers, key);
  }
  return key;
}
