import { startAttempt } from './attempt.ts';
import { concernsCache } from './cache/cache-policy.ts';
import type { CacheStore } from './cache/cache-store.ts';
import { sendThroughLayers } from './layers.ts';
import type { HttpRequest, HttpResponse, RequestProgress } from './message.ts';
import { storeAnswer } from './middleware/cache.ts';
import { Sending } from './middleware/permit.ts';
import { isPassing } from './middleware/retry.ts';
import { isRedirect } from './redirect-status.ts';
import type { SendOptions } from './send-options.ts';
import { traced } from './traced.ts';

/**
 * Sends a request by all the rules there are. An answer of any status is a success here. Where no rule has anything to do
 * before it goes out, the first attempt is made straight away, and the rules hear of what has come of it only if one has
 * anything to do with that.
 * @throws {RequestFailure} if there is no answer
 * @throws {TimeoutError} at `options.endsAt`
 * @throws the reason of `options.signal`
 */
export function send(request: HttpRequest, options: SendOptions): Promise<HttpResponse> {
  const { origin } = request.url;
  if (!isPlain(request, options) || !options.permit.tryReuse(origin, request)) return sendThroughLayers(request, options);
  const { connections, trace, signal, traceContext, wantsBody } = options;
  begin(trace, request);
  const sending = new Sending(origin, request, options);
  const sent = new Promise<HttpResponse>((resolve, reject) => {
    startAttempt({ connections, request: traced(request, traceContext), options, trace, signal, resolve, reject });
  });
  return sent.then(
    (response) => {
      sending.answered(response);
      if (isRedirect(response.status, response.headers) || isPassing(response)) {
        return sendThroughLayers(request, options, { response });
      }
      const entries = cacheFor(request, options);
      const stored = entries && storeAnswer(entries, request, response, wantsBody);
      return stored ? stored.then(() => response) : response;
    },
    (error: unknown) => {
      sending.failed(error);
      return sendThroughLayers(request, options, { error });
    },
  );
}

/** Whether no rule has anything to do before such a request goes out. */
function isPlain(request: HttpRequest, options: SendOptions): boolean {
  const { method, publicReferrer } = request;
  if ((method !== 'GET' && method !== 'HEAD') || publicReferrer !== undefined) return false;
  if (options.log || options.robots || (options.credentials?.profiles.length ?? 0) > 0) return false;
  return cacheFor(request, options)?.find(request) === undefined;
}

/** The stored answers, if a request may be answered by one. */
function cacheFor(request: HttpRequest, { cached, usesCache = true }: SendOptions): CacheStore | undefined {
  return cached && usesCache && concernsCache(request) ? cached : undefined;
}

function begin(trace: RequestProgress, { url, method }: HttpRequest): void {
  trace.url = url.href;
  trace.movedTo = undefined;
  trace.method = method;
  trace.status = undefined;
  trace.cached = false;
}
