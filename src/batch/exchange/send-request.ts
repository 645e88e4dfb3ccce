import type { HttpRequest, RequestProgress, SentAttempt } from '../../http/message.ts';
import { send } from '../../http/client.ts';
import type { RequestPermit } from '../../http/pacing/request-permit.ts';
import type { SharedRequest } from './coalescing.ts';
import type { RequestReply } from '../outcome/answered.ts';
import { holdAnswer, type Answer } from '../outcome/answer.ts';
import { paginated } from './paginate.ts';
import { askUntil } from './ask-until.ts';
import { checkUntil } from './check-until.ts';
import type { Poll } from '../outcome/poll.ts';
import type { Engine } from '../engine.ts';
import { sleep } from '../../http/sleep.ts';
import type { PlannedRequest } from '../plan/plan-request.ts';
import { type RequestContext, bodyContext } from './context.ts';

/** A sending that is over, and of which request it is. */
export interface AttemptOf {
  readonly planned: PlannedRequest;
  /** From when on the request could have been sent, by `performance.now()`. */
  readonly readyAt: number;
  readonly attempt: SentAttempt;
}

/** A request that has not begun. @param observer `onAttempt` of it is told of each sending */
export function newProgress(
  planned: PlannedRequest,
  contacted: Set<string>,
  { onAttempt }: { readonly onAttempt?: ((told: AttemptOf) => void) | undefined } = {},
): RequestProgress {
  const { url, method } = planned.request;
  const readyAt = onAttempt ? performance.now() : 0;
  return {
    sent: false,
    contacted,
    attempts: 1,
    url: url.href,
    movedTo: undefined,
    method,
    status: undefined,
    contentType: undefined,
    cached: false,
    phase: 'connect',
    bytes: 0,
    onAttempt: onAttempt && ((attempt: SentAttempt) => onAttempt({ planned, readyAt, attempt })),
  };
}

/**
 * Sends one request, and those for its further pages, or asks it again until something holds. A failure is a reply too.
 * @throws the group's reason, when the group has ended before the request
 */
export async function perform(
  planned: PlannedRequest,
  sharedRequest: SharedRequest,
  permit: RequestPermit,
  context: RequestContext,
): Promise<RequestReply> {
  const { engine, signal } = context;
  const { trace, pages, poll } = sharedRequest;
  try {
    if (planned.until && poll)
      return { answer: await pollUntil(planned.until, planned, sharedRequest, poll, permit, context), poll };
    if (!planned.paginate || !pages) return { answer: await sendOnce(planned.request, planned, sharedRequest, permit, context) };
    const answer = await paginated(planned.request, pages, {
      planned,
      paginate: planned.paginate,
      extract: planned.extract,
      trace,
      maxBytes: engine.config.maxResponseBytes,
      context: bodyContext(sharedRequest, context),
      send: (request) => sendOnce(request, planned, sharedRequest, permit, context),
      count: () => context.countPage(),
    });
    return pages.count > 0 || pages.failure ? { answer, pages } : { answer };
  } catch (error) {
    if (signal.aborted) throw error;
    if (poll?.last) dropBody(poll.last.answer, engine);
    return { error };
  }
}

/** Between two asks it holds no permit. */
async function pollUntil(
  { condition, everyMs }: NonNullable<PlannedRequest['until']>,
  planned: PlannedRequest,
  sharedRequest: SharedRequest,
  poll: Poll,
  permit: RequestPermit,
  context: RequestContext,
): Promise<Answer> {
  const { engine, call, signal } = context;
  return askUntil(poll, {
    everyMs,
    deadlineMs: call.deadline_ms,
    leftMs: () => context.endsAt - performance.now(),
    send: () => sendOnce(planned.request, planned, sharedRequest, permit, context),
    url: () => sharedRequest.trace.url,
    check: (answer) => checkUntil(condition, answer, planned, bodyContext(sharedRequest, context)),
    wait: async (ms) => {
      permit.release();
      await sleep(ms, signal);
    },
    drop: (answer) => dropBody(answer, engine),
    onNews: () => context.onSeen(),
  });
}

function dropBody({ body: { key } }: Answer, { results }: Engine): void {
  if (key !== undefined) void results.bodies.drop(key);
}

function sendOnce(
  request: HttpRequest,
  planned: PlannedRequest,
  sharedRequest: SharedRequest,
  permit: RequestPermit,
  context: RequestContext,
): Promise<Answer> {
  const { engine, call, signal } = context;
  const { trace, wantsBody, nodes } = sharedRequest;
  // What an earlier call has left undone is sent again, not answered by what that call was answered.
  const isAgain = nodes[0]?.before !== undefined;
  const lease = (sharedRequest.lease ??= engine.bodyMemory.lease());
  const answered = send(request, {
    connections: engine.connections,
    credentials: engine.credentials,
    log: engine.log,
    permit,
    signal,
    endsAt: performance.now() + planned.timeoutMs,
    callEndsAt: context.endsAt,
    timeoutMs: planned.timeoutMs,
    retries: call.retries,
    maxRedirects: engine.config.maxRedirects,
    maxBytes: engine.config.maxResponseBytes,
    lease,
    wantsBody,
    trace,
    cached: engine.cached,
    robots: engine.robots,
    usesCache: call.cache && !planned.until && !isAgain,
    traceContext: context.traceContext,
    onWait: (ms, why) => context.onWait(trace.url, ms, why),
  });
  return answered.then((response) => holdAnswer(response, engine.results.bodies, context.owner, context.keepsAll, lease));
}
