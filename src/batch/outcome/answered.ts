import { isSafe } from '../../http/methods.ts';
import type { RequestProgress } from '../../http/message.ts';
import type { BodyStore } from '../../result/store/body-store.ts';
import type { PlannedRequest } from '../plan/plan-request.ts';
import type { Answer, HeldBody } from './answer.ts';
import type { Pages } from './pages.ts';
import type { Poll } from './poll.ts';

/** What came back for a request. */
export type RequestReply =
  | { readonly answer: Answer; readonly pages?: Pages; readonly poll?: Poll }
  | { readonly error: unknown };

/** A request that is never sent again, whatever its record says: it was answered 2xx, or it is a write that may be done. */
export interface AnsweredRequest {
  /** The URL that was asked for. */
  readonly url: string;
  readonly trace: RequestProgress;
  /** Milliseconds that it has taken. */
  readonly ms: number | undefined;
  /** What came back, its bodies in the store only; or why there is nothing to read. */
  readonly reply: KeptReply | 'not kept' | 'not whole';
}

type KeptReply = Exclude<RequestReply, { error: unknown }>;

/**
 * What keeps a request from being sent again.
 * @param reply what came back; undefined if the call has ended before
 * @returns undefined for a request that may be sent again
 */
export function findAnswered(
  planned: PlannedRequest,
  { trace, ms }: Pick<AnsweredRequest, 'trace'> & { readonly ms?: number | undefined },
  reply: RequestReply | undefined,
): AnsweredRequest | undefined {
  const answered = { url: planned.request.url.href, trace, ms };
  if (reply && 'answer' in reply) {
    const { answer, pages, poll } = reply;
    const isPartial = (pages?.failure && pages.count > 0) || poll?.failure;
    if (isSuccess(answer.status) && !isPartial) return { ...answered, reply: withoutContents(reply) ?? 'not kept' };
  }
  return wasWritten(planned, trace) ? { ...answered, reply: 'not whole' } : undefined;
}

/** What was answered, if all of it can still be read. */
export function readableReply({ reply }: AnsweredRequest, bodies: BodyStore): KeptReply | undefined {
  if (typeof reply === 'string') return undefined;
  const held = reply.pages?.bodies ?? [reply.answer.body];
  return held.every(({ key, bytes }) => bytes === 0 || (key !== undefined && bodies.has(key))) ? reply : undefined;
}

/** Says of a write whose record is a failure that it was done; empty for all others. */
export function describeWritten(planned: PlannedRequest, trace: RequestProgress): string {
  const { method } = planned.request;
  if (!wasWritten(planned, trace)) return '';
  if (isRedirected(planned, trace))
    return `; the ${method} was answered by a redirect, so it may be done: look before it is sent again`;
  return `; the ${method} was done (answered ${trace.status}): do not send it again`;
}

/** A write was done if it was answered 2xx, and may be done if a redirect has made it a GET. Following pages only reads. */
function wasWritten(planned: PlannedRequest, trace: RequestProgress): boolean {
  if (isSafe(planned.request.method) || planned.paginate) return false;
  return isRedirected(planned, trace) || (trace.status !== undefined && isSuccess(trace.status));
}

function isRedirected({ request }: PlannedRequest, { method }: RequestProgress): boolean {
  return method !== undefined && method !== request.method;
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

function withoutContents({ answer, pages, poll }: KeptReply): KeptReply | undefined {
  const bodies = (pages?.bodies ?? [answer.body]).map(stored);
  const [first] = bodies;
  if (!first || bodies.some(({ key, bytes }) => key === undefined && bytes > 0)) return undefined;
  const body = { answer: { ...answer, body: first } };
  if (pages) return { ...body, pages: { ...pages, bodies } };
  return poll ? { ...body, poll: { condition: poll.condition, asks: poll.asks, seen: poll.seen, notes: poll.notes } } : body;
}

function stored({ bytes, key, content }: HeldBody): HeldBody {
  return { bytes, key, content: bytes === 0 ? content : undefined };
}
