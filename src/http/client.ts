import { attempt } from './attempt.ts';
import { concernsCache } from './cache/cache-policy.ts';
import type { CacheStore } from './cache/cache-store.ts';
import { forgetOvertaken } from './cache/overtaken.ts';
import { beginHop, sendThroughLayers } from './layers.ts';
import type { HttpRequest, HttpResponse, RequestProgress } from './message.ts';
import { storeAnswer } from './middleware/cache.ts';
import { sendHolding } from './middleware/permit.ts';
import { isPassing } from './middleware/retry.ts';
import { isRedirect } from './redirect-status.ts';
import type { SendOptions } from './send-options.ts';

/**
 * Sends a request by all the rules there are. An answer of any status is a success here. Where no rule has anything to do
 * before it goes out, the first attempt is made straight away, and the rules hear of what has come of it only if one has
 * anything to do with that.
 * @throws {RequestFailure} if there is no answer
 * @throws {TimeoutError} at `options.endsAt`
 * @throws the reason of `options.signal`
 */
export async function send(request: HttpRequest, options: SendOptions): Promise<HttpResponse> {
  const { origin } = request.url;
  forgetHops(options.trace);
  const entries = cacheFor(request, options);
  const isPlain = !needsRules(request, options) && entries?.find(request) === undefined;
  if (!isPlain || !options.permit.tryReuse(origin, request)) return sendThroughLayers(request, options);
  beginHop(options.trace, request, request);
  const since = entries?.now() ?? 0;
  let response: HttpResponse;
  try {
    response = await sendHolding((each) => attempt(each, options), origin, request, options);
  } catch (error) {
    return sendThroughLayers(request, options, { error, since });
  }
  if (isRedirect(response.status, response.headers) || isPassing(response)) {
    return sendThroughLayers(request, options, { response, since });
  }
  if (!entries && options.cached) forgetOvertaken(options.cached, request, response);
  const stored = entries && storeAnswer(entries, request, response, { wantsBody: options.wantsBody, since });
  if (stored) await stored;
  return response;
}

/** What redirects have changed is said of one request: those for pages, and what is asked again, share a trace. */
function forgetHops(trace: RequestProgress): void {
  if (trace.turned) trace.turned = undefined;
  if (trace.leftBehind) trace.leftBehind = undefined;
}

/** Whether a rule has something to do before such a request goes out, whatever is stored. */
function needsRules({ method, publicReferrer }: HttpRequest, { log, robots, credentials }: SendOptions): boolean {
  if ((method !== 'GET' && method !== 'HEAD') || publicReferrer !== undefined) return true;
  return log !== undefined || robots !== undefined || (credentials !== undefined && credentials.profiles.length > 0);
}

/** The stored answers, if a request may be answered by one. */
function cacheFor(request: HttpRequest, { cached, usesCache = true }: SendOptions): CacheStore | undefined {
  return cached && usesCache && concernsCache(request) ? cached : undefined;
}
